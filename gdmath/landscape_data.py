"""The landscapes: name, formula, domain, minima, lowest, start, learning rate, lesson, source."""

_STUDY = "the original study of this project"
_JAMIL = (
    "M. Jamil, X.-S. Yang, 2013, A literature survey of benchmark functions for global optimisation "
    "problems, doi:10.1504/IJMMNO.2013.055204"
)
_SURJANOVIC = "S. Surjanovic, D. Bingham, 2013, Virtual library of simulation experiments: test functions"
_CLASSIC = "an elementary example"
_TEN = ((-10.0, 10.0), (-10.0, 10.0))
_FIVE = ((-5.0, 5.0), (-5.0, 5.0))
_TWO = ((-2.0, 2.0), (-2.0, 2.0))
_ONE = ((-1.0, 1.0), (-1.0, 1.0))
_FAR = ((-500.0, 500.0), (-500.0, 500.0))
_HALF_PI = 1.5707963267948966
_SHUBERT_LOW = (-7.708313735499347, -1.425128428319761, 4.858056878859825)
_SHUBERT_HIGH = (-7.0835064076515595, -0.8003211004719731, 5.482864206707613)
_SHUBERT = (
    "(cos(2*x + 1) + 2*cos(3*x + 2) + 3*cos(4*x + 3) + 4*cos(5*x + 4) + 5*cos(6*x + 5))"
    "*(cos(2*y + 1) + 2*cos(3*y + 2) + 3*cos(4*y + 3) + 4*cos(5*y + 4) + 5*cos(6*y + 5))"
)
_ORIGIN = ((0.0, 0.0),)
_STUDY_X, _STUDY_Y = 0.3141592653589793, 0.6283185307179586  # pi/10 and pi/5

ROWS: tuple[tuple, ...] = (
    (
        "parabola", "x**2", ((-100.0, 100.0),), ((0.0,),), 0.0, (50.0,), 0.01,
        "every step shrinks the distance by the same factor", _STUDY,
    ),
    (
        "sine", "sin(x)", ((-5.0, 5.0),), ((-1.5707963267948966,), (4.71238898038469,)), -1.0, (3.0,), 0.01,
        "where the slope is small, steps are small", _STUDY, ((0.5,), (-1.0,), (-4.4,)),
    ),
    (
        "sine-cosine", "sin(5*x)*cos(5*y)/5", _ONE,
        (
            (-_STUDY_X, 0.0), (3 * _STUDY_X, 0.0), (_STUDY_X, _STUDY_Y), (_STUDY_X, -_STUDY_Y),
            (-3 * _STUDY_X, _STUDY_Y), (-3 * _STUDY_X, -_STUDY_Y),
        ),
        -0.2, (0.7, 0.4), 0.01, "where it starts decides which valley it reaches", _STUDY,
        ((0.3, 0.8), (-0.5, 0.5)),
    ),
    (
        "quartic", "x**4 - 3*x**2 + x", ((-2.5, 2.5),), ((-1.3008395659415772,),), -3.513905038934789,
        (2.0,), 0.02, "the nearest valley need not be the deepest", _CLASSIC,
    ),
    (
        "double-well", "x**4/4 - x**2/2", ((-2.0, 2.0),), ((-1.0,), (1.0,)), -0.25, (0.1,), 0.1,
        "a maximum between two valleys repels slowly at first", _CLASSIC,
    ),
    (
        "absolute", "abs(x)", ((-3.0, 3.0),), ((0.0,),), 0.0, (2.3,), 0.5,
        "at a kink steps do not shrink, and the descent jumps to and fro", _CLASSIC,
    ),
    (
        "gramacy-lee", "sin(10*pi*x)/(2*x) + (x - 1)**4", ((0.5, 2.5),), ((0.5485634445276052,),),
        -0.8690111349894998, (1.3,), 0.001, "many valleys on a slope: the first one holds the descent",
        "R. B. Gramacy, H. K. H. Lee, 2012, Cases for the nugget in modeling computer experiments, "
        "doi:10.1007/s11222-010-9224-x",
    ),
    (
        "bowl", "x**2 + y**2", _TWO, _ORIGIN, 0.0, (1.5, 1.0), 0.1,
        "round level lines: the gradient points straight at the minimum", _CLASSIC,
    ),
    (
        "ravine", "x**2 + 10*y**2", _TWO, _ORIGIN, 0.0, (1.8, 0.9), 0.09,
        "one curvature ten times the other: the descent zigzags", _CLASSIC,
    ),
    (
        "saddle", "x**2 - y**2", _TWO, (), None, (1.5, 0.01), 0.1,
        "towards the saddle at first, then away from it", _CLASSIC,
    ),
    (
        "monkey-saddle", "x**3 - 3*x*y**2", _ONE, (), None, (0.8, 0.1), 0.05,
        "a saddle with three ways down, where the Hessian vanishes",
        "D. Hilbert, S. Cohn-Vossen, 1932, Anschauliche Geometrie",
    ),
    (
        "rosenbrock", "(1 - x)**2 + 100*(y - x**2)**2", ((-2.0, 2.0), (-1.0, 3.0)), ((1.0, 1.0),), 0.0,
        (-1.2, 1.0), 0.001, "into the curved valley at once, along it hardly at all",
        "H. H. Rosenbrock, 1960, An automatic method for finding the greatest or least value of a function, "
        "doi:10.1093/comjnl/3.3.175",
    ),
    (
        "himmelblau", "(x**2 + y - 11)**2 + (x + y**2 - 7)**2", _FIVE,
        (
            (3.0, 2.0), (-2.805118086952745, 3.131312518250573), (-3.779310253377747, -3.2831859912861696),
            (3.5844283403304917, -1.8481265269644036),
        ),
        0.0, (0.0, 0.0), 0.01, "four valleys of the same depth",
        "D. M. Himmelblau, 1972, Applied nonlinear programming",
    ),
    (
        "beale", "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2",
        ((-4.5, 4.5), (-4.5, 4.5)), ((3.0, 0.5),), 0.0, (1.0, 1.0), 0.01,
        "flat in the middle, steep at the corners: no one rate suits both",
        "E. M. L. Beale, 1958, On an iterative method for finding a local minimum of a function of more than "
        "one variable",
    ),
    (
        "booth", "(x + 2*y - 7)**2 + (2*x + y - 5)**2", _TEN, ((1.0, 3.0),), 0.0, (-5.0, -5.0), 0.1,
        "a bowl whose axes are not the coordinates'", _JAMIL,
    ),
    (
        "matyas", "0.26*(x**2 + y**2) - 0.48*x*y", _TEN, _ORIGIN, 0.0, (8.0, -4.0), 0.5,
        "curvatures 1 and 0.04: the last stretch takes most steps", _JAMIL,
    ),
    (
        "mccormick", "sin(x + y) + (x - y)**2 - 1.5*x + 2.5*y + 1", ((-1.5, 4.0), (-3.0, 4.0)),
        ((-0.5471975511965977, -1.5471975511965979),), -1.9132229549810364, (0.0, 0.0), 0.1,
        "a sloping valley with a wave along it",
        "G. P. McCormick, 1976, Computability of global solutions to factorable nonconvex programs, "
        "doi:10.1007/BF01580665",
    ),
    (
        "three-hump-camel", "2*x**2 - 1.05*x**4 + x**6/6 + x*y + y**2", _FIVE, _ORIGIN, 0.0, (2.0, 1.0), 0.05,
        "three valleys, and only the middle one is deepest", _JAMIL,
    ),
    (
        "six-hump-camel", "(4 - 2.1*x**2 + x**4/3)*x**2 + x*y + (4*y**2 - 4)*y**2",
        ((-3.0, 3.0), (-2.0, 2.0)),
        ((0.08984201310031806, -0.7126564030207396), (-0.08984201310031806, 0.7126564030207396)),
        -1.0316284534898774, (0.5, 0.1), 0.05, "six valleys, two of them deepest",
        "L. C. W. Dixon, G. P. Szego, 1978, Towards global optimisation 2",
    ),
    (
        "styblinski-tang", "(x**4 - 16*x**2 + 5*x + y**4 - 16*y**2 + 5*y)/2", _FIVE,
        ((-2.903534027771177, -2.903534027771177),), -78.33233140754282, (0.0, 0.5), 0.01,
        "four valleys of three depths: two mirror each other",
        "M. A. Styblinski, T.-S. Tang, 1990, Experiments in nonconvex optimization, "
        "doi:10.1016/0893-6080(90)90029-K",
    ),
    (
        "rastrigin", "20 + x**2 + y**2 - 10*cos(2*pi*x) - 10*cos(2*pi*y)", ((-5.12, 5.12), (-5.12, 5.12)),
        _ORIGIN, 0.0, (2.3, 1.6), 0.002, "a valley near every whole number: the nearest holds the descent",
        "L. A. Rastrigin, 1974, Systems of extremal control",
    ),
    (
        "ackley",
        "20 + e - 20*exp(-0.2*sqrt((x**2 + y**2)/2)) - exp((cos(2*pi*x) + cos(2*pi*y))/2)",
        _FIVE, _ORIGIN, 0.0, (0.4, 0.3), 0.01, "a funnel with ripples, and a point at its bottom",
        "D. H. Ackley, 1987, A connectionist machine for genetic hillclimbing, doi:10.1007/978-1-4613-1997-9",
    ),
    (
        "griewank", "1 + (x**2 + y**2)/4000 - cos(x)*cos(y/sqrt(2))", _TEN, _ORIGIN, 0.0, (2.0, 1.5), 0.2,
        "ripples on a bowl so wide that it hardly shows",
        "A. O. Griewank, 1981, Generalized descent for global optimization, doi:10.1007/BF00933356",
    ),
    (
        "goldstein-price",
        "(1 + (x + y + 1)**2*(19 - 14*x + 3*x**2 - 14*y + 6*x*y + 3*y**2))"
        "*(30 + (2*x - 3*y)**2*(18 - 32*x + 12*x**2 + 48*y - 36*x*y + 27*y**2))",
        _TWO, ((0.0, -1.0),), 3.0, (0.2, -0.6), 0.0001, "heights from 3 to a million: rates must be tiny",
        "A. A. Goldstein, J. F. Price, 1971, On descent from local minima, "
        "doi:10.1090/S0025-5718-1971-0312365-X",
    ),
    (
        "easom", "-cos(x)*cos(y)*exp(-(x - pi)**2 - (y - pi)**2)", _TEN,
        ((3.141592653589793, 3.141592653589793),), -1.0, (2.2, 2.5), 0.2,
        "a narrow hole in a plain: from afar there is no slope to follow",
        "E. E. Easom, 1990, A survey of global optimization techniques",
    ),
    (
        "branin", "(y - 5.1/(4*pi**2)*x**2 + 5/pi*x - 6)**2 + 10*(1 - 1/(8*pi))*cos(x) + 10",
        ((-5.0, 10.0), (0.0, 15.0)),
        ((-3.141592653589793, 12.275), (3.141592653589793, 2.275), (9.42477796076938, 2.475)),
        0.3978873577297383, (5.5, 8.0), 0.02, "three valleys of one depth",
        "F. H. Branin, 1972, Widely convergent method for finding multiple solutions of simultaneous "
        "nonlinear equations, doi:10.1147/rd.165.0504",
    ),
    (
        "levy-13", "sin(3*pi*x)**2 + (x - 1)**2*(1 + sin(3*pi*y)**2) + (y - 1)**2*(1 + sin(2*pi*y)**2)", _TEN,
        ((1.0, 1.0),), 0.0, (1.6, 1.3), 0.003, "a bowl with ridges: the ridges stop the descent",
        _SURJANOVIC,
    ),
    (
        "drop-wave", "-(1 + cos(12*sqrt(x**2 + y**2)))/((x**2 + y**2)/2 + 2)",
        ((-5.12, 5.12), (-5.12, 5.12)), _ORIGIN, -1.0, (0.15, 0.1), 0.005,
        "rings around the deepest place: from outside the first ring holds the descent", _SURJANOVIC,
    ),
    (
        "cross-in-tray",
        "-0.0001*(abs(sin(x)*sin(y)*exp(abs(100 - sqrt(x**2 + y**2)/pi))) + 1)**0.1", _TEN,
        tuple((i * 1.3494066171539107, j * 1.3494066171539107) for i in (1, -1) for j in (1, -1)),
        -2.062611870822737, (2.0, 1.0), 0.5,
        "36 valleys with creases between them; the four in the middle are deepest", _JAMIL,
    ),
    (
        "holder-table", "-abs(sin(x)*cos(y)*exp(abs(1 - sqrt(x**2 + y**2)/pi)))", _TEN,
        tuple((i * 8.055023475736563, j * 9.664590019241272) for i in (1, -1) for j in (1, -1)),
        -19.208502567886732, (7.0, 9.0), 0.01, "the deepest valleys lie near the corners", _JAMIL,
    ),
    (
        "bukin-6", "100*sqrt(abs(y - 0.01*x**2)) + 0.01*abs(x + 10)", ((-15.0, -5.0), (-3.0, 3.0)),
        ((-10.0, 1.0),), 0.0, (-9.0, 1.2), 0.0001,
        "a valley as sharp as a crease: the gradient grows without bound towards it", _SURJANOVIC,
    ),
    (
        "schaffer-2", "0.5 + (sin(x**2 - y**2)**2 - 0.5)/(1 + 0.001*(x**2 + y**2))**2",
        ((-3.0, 3.0), (-3.0, 3.0)), _ORIGIN, 0.0, (1.2, 0.4), 0.2,
        "crossing valleys with floors that hardly fall: down at once, along for ever", _JAMIL,
    ),
    (
        "bohachevsky", "x**2 + 2*y**2 - 0.3*cos(3*pi*x) - 0.4*cos(4*pi*y) + 0.7", _TWO, _ORIGIN, 0.0,
        (0.9, 0.4), 0.01, "a bowl with dents",
        "I. O. Bohachevsky, M. E. Johnson, M. L. Stein, 1986, Generalized simulated annealing for function "
        "optimization, doi:10.1080/00401706.1986.10488128",
    ),
    (
        "zakharov", "x**2 + y**2 + (x/2 + y)**2 + (x/2 + y)**4", _FIVE, _ORIGIN, 0.0, (2.0, 1.5), 0.01,
        "no valley but one, and walls that rise with the fourth power", _SURJANOVIC,
    ),
    (
        "dixon-price", "(x - 1)**2 + 2*(2*y**2 - x)**2", _TWO,
        ((1.0, 0.7071067811865476), (1.0, -0.7071067811865476)), 0.0, (1.5, 0.2), 0.02,
        "two valleys that are mirror images", _SURJANOVIC,
    ),
    (
        "lessard", "25*x**2/2 - 12*Max(x - 1, 0)**2 + 12*Max(x - 2, 0)**2", ((-4.0, 4.0),), ((0.0,),), 0.0,
        (3.3,), 0.05, "convex, yet momentum 4/9 at rate 1/9, best for quadratics so curved, cycles for ever",
        "L. Lessard, B. Recht, A. Packard, 2016, Analysis and design of optimization algorithms via integral "
        "quadratic constraints, doi:10.1137/15M1009597",
    ),
    (
        "factorisation", "(w1*w2 - 1)**2 + (w1**2 + w2**2)/10", _TWO,
        ((0.9486832980505138, 0.9486832980505138), (-0.9486832980505138, -0.9486832980505138)), 0.19,
        (1.9, 0.1), 0.05,
        "1 as a product of two weights: a saddle between two mirrored valleys, each along a hyperbola",
        "P. Baldi, K. Hornik, 1989, Neural networks and principal component analysis: learning from examples "
        "without local minima, doi:10.1016/0893-6080(89)90014-2",
    ),
    (
        "schwefel", "837.9657745448674 - x*sin(sqrt(abs(x))) - y*sin(sqrt(abs(y)))", _FAR,
        ((420.96874635998205, 420.96874635998205),), 0.0, (180.0, -250.0), 1.0,
        "the deepest valley lies near a corner, far from the next deepest",
        "H.-P. Schwefel, 1981, Numerical optimization of computer models",
    ),
    (
        "eggholder",
        "-(y + 47)*sin(sqrt(abs(x/2 + y + 47))) - x*sin(sqrt(abs(x - y - 47)))",
        ((-512.0, 512.0), (-512.0, 512.0)), ((512.0, 404.2318051137578),), -959.6406627208509,
        (300.0, 300.0), 0.5,
        "many crooked valleys; the lowest place is cut off by the edge",
        "D. Whitley et al., 1996, Evaluating evolutionary algorithms, doi:10.1016/0004-3702(95)00124-7",
    ),
    (
        "michalewicz", "-sin(x)*sin(x**2/pi)**20 - sin(y)*sin(2*y**2/pi)**20",
        ((0.0, 3.141592653589793), (0.0, 3.141592653589793)), ((2.2029055201726093, _HALF_PI),),
        -1.8013034100985525, (2.4, 1.4), 0.01,
        "steep ditches across a plain: away from them there is no slope to follow",
        "Z. Michalewicz, 1992, Genetic algorithms + data structures = evolution programs",
    ),
    (
        "shubert", _SHUBERT, _TEN,
        tuple((x, y) for x in _SHUBERT_LOW for y in _SHUBERT_HIGH)
        + tuple((x, y) for x in _SHUBERT_HIGH for y in _SHUBERT_LOW),
        -186.73090883102383, (-1.2, -0.9), 0.0002,
        "hundreds of valleys, 18 of them deepest, in pairs",
        "B. O. Shubert, 1972, A sequential method seeking the global maximum of a function, "
        "doi:10.1137/0709036",
    ),
    (
        "powell-singular", "(x1 + 10*x2)**2 + 5*(x3 - x4)**2 + (x2 - 2*x3)**4 + 10*(x1 - x4)**4",
        ((-4.0, 5.0), (-4.0, 5.0), (-4.0, 5.0), (-4.0, 5.0)), ((0.0, 0.0, 0.0, 0.0),), 0.0,
        (3.0, -1.0, 0.0, 1.0), 0.004, "the Hessian is singular at the minimum: the last digits come slowly",
        "M. J. D. Powell, 1962, An iterative method for finding stationary values of a function of several "
        "variables, doi:10.1093/comjnl/5.2.147",
    ),
)  # fmt: skip
