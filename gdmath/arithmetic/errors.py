"""Rounding errors of a graph: bounds that hold whatever the point is, and formulas for the others.

Each operation is taken to be right to a few units in the last place; what its arguments are off by is
carried on by its derivative. N. J. Higham, 2002, "Accuracy and Stability of Numerical Algorithms", chapter 3.
"""

from collections.abc import Callable, Mapping, Sequence

from gdmath.formulas.graph import Node

UNIT = 2.0**-53
TINY = 5e-324  # what a product may lose by underflow
_KERNEL = 4  # units in the last place that a function of numpy may be off by
_FAR = 745  # exp is neither 0 nor infinite only for smaller arguments
_LOOSE = 2.0**19  # bounds beyond this are too pessimistic to be of use
_REACH = 18  # powers of the variables beyond this may leave the range of floats
_RANGE = 270  # powers of ten that products of variables may span, with room for constants

# How much a function's relative error is at most times its argument's; None where that has no bound.
_CONDITION: Mapping[str, float] = {
    "sqrt": 1,
    "cbrt": 1,
    "exp": _FAR,
    "expm1": _FAR,
    "sinh": _FAR,
    "cosh": _FAR,
    "sech": _FAR,
    "softplus": _FAR,
    "sigmoid": _FAR,
    "tanh": 1,
    "atan": 1,
    "erf": 1,
    "abs": 1,
    "relu": 1,
    "neg": 1,
}
_PRODUCTS = ("mul", "div", "ipow", "root")
_WILD = ("exp", "expm1", "sinh", "cosh", "sech", "softplus", "sigmoid", "pow")
_ODD = ("cbrt", "tanh", "atan", "sinh", "expm1", "log1p", "erf", "sign")
_POSITIVE = ("exp", "cosh", "sech", "softplus", "sigmoid", "sqrt", "abs", "relu", "acos")


class Bounds:
    """What holds of every node of a graph, by its id, whatever the point is.

    `sign`: 1 if it is never below 0, -1 if never above, 0 if that is not known. `relative`: a bound on its
    relative error in units of 2^-53, 0 if it is exact, None if that depends on the point. It holds where
    every variable is 0 or of a size from 1/`near` to `near`; for others (`far`), no bound is given but for
    leaves.
    """

    def __init__(
        self, parts: Sequence[Node], constants: Mapping[int, tuple[float, bool]], far: bool = False
    ) -> None:
        self._far = far
        self.sign: dict[int, int] = {}
        self.relative: dict[int, float | None] = {}
        self.reach: dict[int, float] = {}
        for part in parts:
            known = constants.get(id(part))
            if known is not None:
                value, exact = known
                self.sign[id(part)] = (value >= 0) - (value < 0)
                self.relative[id(part)] = 0 if exact else 1
                self.reach[id(part)] = _reach_of(value)
                continue
            self.sign[id(part)] = self._sign(part)
            self.reach[id(part)] = self._reach(part)
            self.relative[id(part)] = self._relative(part)
        products = [self.reach[id(part)] for part in parts if part.op in _PRODUCTS]
        self.near = 10.0 ** (_RANGE / max([1, *products]))

    def _sign(self, part: Node) -> int:
        signs = [self.sign[id(arg)] for arg in part.args]
        if part.op in _POSITIVE:
            return 1
        if part.op in _ODD:
            return signs[0]
        match part.op:
            case "add":
                return _same(signs)
            case "choose":
                return _same(signs[len(signs) // 2 :])
            case "mul" | "div":
                return 1 if part.args[0] is part.args[1] else signs[0] * signs[1]
            case "neg":
                return -signs[0]
            case "ipow":
                return 1 if isinstance(part.data, int) and part.data % 2 == 0 else signs[0]
            case "root":
                return max(signs[0], 0)
            case "Max":
                return max(signs) if max(signs) > 0 else min(signs)
        return min(signs) if part.op == "Min" else 0

    def _reach(self, part: Node) -> float:
        """About how many powers of a variable it holds, for how near the ends of the floats it may come."""
        inner = [self.reach[id(arg)] for arg in part.args]
        match part.op:
            case "var":
                return 1
            case "mul" | "div":
                return sum(inner)
            case "ipow" | "root":
                return inner[0] * abs(float(part.data or 0))
            case "choose":
                return max(inner[len(inner) // 2 :])
        positive = part.op in ("softplus", "sigmoid") and self.sign[id(part.args[0])] > 0
        return 2 * _REACH if part.op in _WILD and not positive else max(inner)

    def _relative(self, part: Node) -> float | None:
        inner = [self.relative[id(arg)] for arg in part.args]
        if part.op == "var":
            return 0
        known = [bound for bound in inner if bound is not None]
        if self._far or len(known) < len(inner) or self._overflows(part):
            return None
        bound = self._of_operation(part, known, max(known))
        return None if bound is not None and bound > _LOOSE else bound

    def _of_operation(self, part: Node, known: Sequence[float], most: float) -> float | None:
        match part.op:
            case "add":
                return self._of_sum(part, most)
            case "mul" | "div":
                return sum(known) + 1
            case "ipow":
                return abs(int(part.data or 0)) * (most + 1)  # type: ignore[arg-type]
            case "root":
                return (
                    abs(float(part.data or 0)) * most + 500
                )  # the exponent is rounded: its error times log(u)
            case "Max" | "Min":
                return most
            case "atan2":
                return sum(known) + _KERNEL
            case "sign" | "choose":
                return 0 if part.op == "sign" and most == 0 else None
        if part.op in ("softplus", "sigmoid") and self.sign[id(part.args[0])] > 0:
            return most + _KERNEL
        if part.op in _CONDITION:
            rounding = 0 if part.op in ("neg", "abs", "relu") else _KERNEL
            return _CONDITION[part.op] * most + rounding
        return _KERNEL if most == 0 else None

    def _of_sum(self, part: Node, most: float) -> float | None:
        if self.sign[id(part)] or (len(part.args) == 2 and most == 0):
            return most + len(part.args) - 1
        return None

    def _overflows(self, part: Node) -> bool:
        """Whether a number on the way may leave the range of floats though the result does not."""
        inner = [self.reach[id(arg)] for arg in part.args]
        match part.op:
            case "mul":
                return min(inner) > 0 and sum(inner) > 2 * _REACH + 2
            case "div":
                return inner[1] > _REACH or sum(inner) > 2 * _REACH + 2
            case "log" | "log2" | "log10" | "log1p" | "sqrt" | "cbrt" | "root" | "atan2" | "asin" | "acos":
                return max(inner) > _REACH
            case "ipow" | "pow":
                return inner[0] > _REACH
        return False


def _reach_of(constant: float) -> float:
    if constant == 0 or 1e-30 < abs(constant) < 1e30:
        return 0
    return _REACH if 1e-270 < abs(constant) < 1e270 else 4 * _REACH


def _same(signs: Sequence[int]) -> int:
    return signs[0] if all(sign == signs[0] for sign in signs) else 0


Text = Callable[[Node], str]


def error_of(part: Node, value: Text, size: Text, error: Callable[[Node], str | None]) -> str:
    """Return code for a bound on the absolute error of a node, given code for the value, for its size and for
    the errors of its arguments (None: exact); in it, `tiny` is what a product may lose by underflow."""
    own, args = size(part), part.args
    errors = [error(arg) for arg in args]
    if part.op in ("neg", "abs", "relu"):
        return errors[0] or "0.0"
    match part.op:
        case "add":
            rounding = (len(args) - 1) * UNIT
            sizes = own if len(args) == 2 else "(" + " + ".join(map(size, args)) + ")"
            return _sum([f"{rounding}*{sizes}", *errors])
        case "mul":
            (u, v), (of_u, of_v) = args, errors
            carried = [of_u and f"{size(v)}*{of_u}", of_v and f"{size(u)}*{of_v}"]
            both = [f"{of_u}*{of_v}"] if of_u and of_v else []
            return _sum([f"{UNIT}*{own}", *carried, *both, "tiny"])
        case "div":
            least = f"less({size(args[1])}, {errors[1] or 0.0})"
            carried = [errors[0] and f"{errors[0]}/{least}", errors[1] and f"{own}*({errors[1]}/{least})"]
            return _sum([f"{UNIT}*{own}", *carried, "tiny"])
        case "ipow":
            return _of_whole_power(part, size(args[0]), own, errors[0] or "0.0")
        case "root":
            carried = f"{abs(float(part.data or 0))}*{own}*({{e}}/less({size(args[0])}, {{e}}))"
            return _scaled(own, carried, errors[0], 500)
        case "pow" | "atan2":
            return _of_power(part, value, size, errors) if part.op == "pow" else _of_angle(part, size, errors)
        case "sign":
            return f"where({size(args[0])} > {errors[0]}, 0.0, inf)[()]" if errors[0] else "0.0"
        case "Max" | "Min" | "choose":
            return _of_branches(part, value, errors)
    return _scaled(
        own, _CARRIED[part.op].format(e="{e}", v=own, u=size(args[0]), s=value(args[0])), errors[0], _KERNEL
    )


# How an argument's error {e} is carried on; {v} the value's size, {u} the argument's, {s} itself.
_CARRIED: Mapping[str, str] = {
    "sin": "{e}",
    "cos": "{e}",
    "tan": "(1 + {v}*{v})*{e}*(1 + {e})/less(1, {v}*{e})",
    "asin": "{e}/sqrt(less(1 - {u}*{u}, {e}))",
    "acos": "{e}/sqrt(less(1 - {u}*{u}, {e}))",
    "atan": "{e}",
    "sinh": "(1 + {v})*expm1({e})",
    "cosh": "{v}*expm1({e})",
    "tanh": "{e}",
    "sech": "{v}*expm1({e})",
    "softplus": "{e}",
    "sigmoid": "{v}*expm1({e})",
    "erf": "1.13*{e}",
    "exp": "{v}*expm1({e})",
    "expm1": "(1 + {v})*expm1({e})",
    "log": "{e}/less({u}, {e})",
    "log2": "1.5*{e}/less({u}, {e})",
    "log10": "{e}/less({u}, {e})",
    "log1p": "{e}/less(1 + {s}, {e})",
    "sqrt": "{v}*({e}/less({u}, {e}))",
    "cbrt": "{v}*({e}/less({u}, {e}))",
}


def _scaled(own: str, carried: str, error: str | None, rounding: float) -> str:
    return _sum([f"{rounding * UNIT}*{own}", error and carried.format(e=error), "tiny"])


def _of_whole_power(part: Node, base: str, own: str, error: str) -> str:
    exponent = int(part.data or 0)  # type: ignore[arg-type]
    rounding = f"{abs(exponent) * UNIT}*{own} + tiny"
    if error == "0.0" or exponent == 0:
        return rounding
    if exponent == 1:
        return error
    if exponent < 0:
        return f"{rounding} + {-exponent}*{own}*({error}/less({base}, {-exponent}*{error}))"
    if exponent == 2:
        return f"{rounding} + (2*{base} + {error})*{error}"
    return f"{rounding} + {exponent}*whole({base} + {error}, {exponent - 1})*{error}"


def _of_power(part: Node, value: Text, size: Text, errors: Sequence[str | None]) -> str:
    (u, v), own = part.args, size(part)
    terms = [f"{_KERNEL * UNIT}*{own}", "tiny"]
    if errors[0]:
        terms.append(f"{own}*{size(v)}*({errors[0]}/less({size(u)}, {errors[0]}))")
    if errors[1]:
        terms.append(f"{own}*abs(log({size(u)}))*{errors[1]}")
        terms.append(f"where({value(u)} > 0, 0.0, inf)[()]")  # of others, the exponent must be whole
    return _sum(terms)


def _of_branches(part: Node, value: Text, errors: Sequence[str | None]) -> str:
    values, known = list(map(value, part.args)), [error or "0.0" for error in errors]
    if part.op != "choose":
        return f"extreme_error({1 if part.op == 'Max' else -1}, [{', '.join(values)}], [{', '.join(known)}])"
    half = len(values) // 2
    pieces = (values[:half], known[:half], values[half:], known[half:])
    return f"chosen_error({part.data}, {', '.join('[' + ', '.join(piece) + ']' for piece in pieces)})"


def _of_angle(part: Node, size: Text, errors: Sequence[str | None]) -> str:
    y, x = map(size, part.args)
    of_y, of_x, most = errors[0] or "0.0", errors[1] or "0.0", f"maximum({x}, {y})"
    carried = f"({x}*({of_y}/{most}) + {y}*({of_x}/{most}))"  # squares would leave the range of floats
    return f"{_KERNEL * UNIT}*{size(part)} + {carried}/less({most}, {of_y} + {of_x}) + tiny"


def _sum(terms: Sequence[str | None]) -> str:
    return " + ".join(term for term in terms if term) or "0.0"
