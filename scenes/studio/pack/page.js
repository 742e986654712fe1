"use strict";
(() => {
  const get = (id) => document.getElementById(id);
  const data = JSON.parse(get("data").textContent);
  const video = get("video"), stage = get("stage"), slider = get("slider"), caption = get("caption");
  const speed = get("speed"), choice = get("captions");
  const frame = 1 / data.fps;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const end = data.pauses[data.pauses.length - 1];

  // The number of the first frame from a time on, and the time from which on the frame is seen that is seen at a time.
  const frameFrom = (time) => Math.ceil(time * data.fps - 0.02);
  const seenAt = (time) => (Math.floor(time * data.fps + 0.02) + 0.02) * frame;
  // Middle of a frame, so that no rounding shows its neighbour.
  const seek = (time) => { video.currentTime = (frameFrom(Math.max(0, Math.min(time, end - frame))) + 0.5) * frame; };
  const clock = (time) => `${Math.floor(time / 60)}:${String(Math.floor(time % 60)).padStart(2, "0")}`;
  const make = (name, text, kind) => {
    const element = document.createElement(name);
    element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };

  // Chapters
  const chapters = data.chapters.map(([title, begin]) => {
    const button = make("button", "");
    button.type = "button";
    button.append(make("time", clock(begin)), make("span", title));
    button.addEventListener("click", () => seek(begin));
    const item = document.createElement("li");
    item.append(button);
    get("chapters").append(item);
    return { begin, button };
  });
  const chapterAt = (time) => chapters.findLastIndex((each) => each.begin <= seenAt(time));
  const toChapter = (by) => {
    const now = chapterAt(video.currentTime);
    const back = by < 0 && video.currentTime - chapters[now].begin > 2 ? now : now + by;
    seek(chapters[Math.max(0, Math.min(back, chapters.length - 1))].begin);
  };

  // Numbers of the step that the film shows
  const written = (value) => {
    if (value === null || value === undefined) return "—";
    const size = Math.abs(value), rounded = Number(value.toPrecision(6));
    const plain = size === 0 || (size >= 1e-3 && size < 1e7);
    const [digits, power] = (plain ? String(rounded) : rounded.toExponential()).split("e");
    const raised = power && [...String(Number(power))].map((c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]).join("");
    return `${digits.replace("-", "−").replace(".", data.decimal)}${power ? `×10${raised}` : ""}`;
  };
  const row = (cells, kind, head) => {
    const line = document.createElement("tr");
    if (kind) line.className = kind;
    cells.forEach(([text, color], place) => {
      const cell = make(head || place === 0 ? "th" : "td", text, color);
      if (cell.tagName === "TH") cell.scope = head ? "col" : "row";
      line.append(cell);
    });
    return line;
  };
  let shown = null; // the stretch of the film whose steps the slider has
  let chosen = null; // the place in it that was asked for, until the film goes on
  const stretchAt = (time) => {
    const at = data.stretches.findLastIndex((each) => each.times[0] <= seenAt(time));
    return data.stretches[Math.max(at, 0)];
  };
  const placeAt = (stretch, time) => Math.max(0, stretch.times.findLastIndex((each) => each <= seenAt(time)));
  const point = (number, step) => {
    const run = data.runs[number], at = Math.min(step, run.costs.length - 1);
    return { run, at, theta: run.thetas[at], cost: run.costs[at], gradient: run.gradients[at] };
  };
  const fill = (stretch, step) => {
    const points = stretch.runs.map((number, k) => ({ ...point(number, step), label: stretch.labels[k] }));
    const { run } = points[0];
    const slopes = run.names.map((name) => (run.names.length > 1 ? `∂C/∂${name}` : `C′(${name})`));
    if (points.length === 1) {
      const [{ theta, cost, gradient }] = points;
      const [{ label }] = points;
      get("head").replaceChildren(...(label ? [row([[label], [""]], "", true)] : []));
      get("rows").replaceChildren(
        ...run.names.map((name, k) => row([[name], [written(theta[k])]], "theta")),
        row([[data.words.cost], [written(cost)]], "cost"),
        ...slopes.map((name, k) => row([[name], [written(gradient[k])]], "gradient")),
      );
      return;
    }
    get("head").replaceChildren(row([
      [data.words.run], [data.words.step], ...run.names.map((name) => [name, "theta"]), [data.words.cost, "cost"], ...slopes.map((name) => [name, "gradient"]),
    ], "", true));
    get("rows").replaceChildren(...points.map((each) => row([
      [each.label], [String(each.at)], ...each.theta.map((x) => [written(x), "theta"]), [written(each.cost), "cost"], ...each.gradient.map((x) => [written(x), "gradient"]),
    ])));
  };
  let told = "";
  // In a quick time-lapse the film leaves steps out: their numbers can be read, and it is said which one is drawn.
  const tell = (stretch, place) => {
    const step = stretch.steps[place], at = seenAt(video.currentTime);
    const aside = chosen === null && stretch.asides.some(([begin, end]) => begin <= at && (end === null || at < end));
    const key = `${data.stretches.indexOf(stretch)} ${step} ${chosen} ${aside}`;
    const drawn = chosen === null ? step : stretch.steps[placeAt(stretch, frameFrom(stretch.times[place]) * frame)];
    if (shown !== stretch) {
      shown = stretch;
      slider.max = String(stretch.steps.length - 1);
    }
    slider.value = String(place);
    if (key === told) return;
    told = key;
    get("step").textContent = String(step);
    get("drawn").textContent = aside ? data.words.aside : drawn === step ? "" : data.words.drawn.replace("{n}", drawn);
    slider.setAttribute("aria-valuetext", `${data.words.step} ${step} ${get("drawn").textContent}`.trim());
    fill(stretch, step);
  };
  const toStep = (place) => {
    const stretch = shown;
    video.pause();
    chosen = Math.max(0, Math.min(place, stretch.steps.length - 1));
    tell(stretch, chosen);
    seek(stretch.times[chosen]);
  };
  if (data.stretches.length) {
    get("numbers").hidden = false;
    if (data.stretches.some((each) => each.runs.length > 1)) get("below").append(get("numbers")); // a wide table
    tell(data.stretches[0], 0);
    slider.addEventListener("input", () => toStep(Number(slider.value)));
  }

  // Captions stand below the film, where they hide nothing of it
  const tracks = [...video.textTracks];
  const speak = () => {
    const track = tracks.find((each) => each.mode === "hidden");
    const cues = track && track.activeCues ? [...track.activeCues] : [];
    caption.replaceChildren(...cues.map((cue) => cue.getCueAsHTML()));
    if (track) caption.lang = track.language;
  };
  const speakIn = (language) => {
    choice.value = language;
    for (const track of tracks) track.mode = track.language === language ? "hidden" : "disabled";
    caption.classList.toggle("none", !language);
    speak();
  };
  for (const track of tracks) {
    const option = make("option", track.label);
    option.value = track.language;
    option.lang = track.language;
    choice.append(option);
    track.addEventListener("cuechange", speak);
  }
  choice.addEventListener("change", () => speakIn(choice.value));
  speakIn(data.captions);
  let before = data.captions || (tracks.length ? tracks[0].language : "");
  const switchCaptions = () => {
    if (choice.value) before = choice.value;
    speakIn(choice.value ? "" : before);
  };

  // Play, and the time: below the film too, since a browser's own controls would cover its captions
  const play = () => { video.play().catch(() => {}); };
  const toggle = () => (video.paused ? play() : video.pause());
  const time = get("time");
  video.controls = false;
  get("along").hidden = false;
  time.max = String(end);
  for (const { begin } of chapters.slice(1)) {
    const mark = document.createElement("span");
    mark.style.left = `${(100 * begin) / end}%`;
    get("marks").append(mark);
  }
  time.addEventListener("input", () => { video.currentTime = Math.min(Number(time.value), end - frame / 2); });
  get("play").addEventListener("click", toggle);
  const label = () => { get("play").textContent = video.paused ? data.words.start : data.words.stop; };
  for (const name of ["play", "pause", "ended"]) video.addEventListener(name, label);
  label();
  video.addEventListener("click", () => { if (!presenting) toggle(); });

  // Speed
  const setSpeed = () => { video.playbackRate = Number(speed.value); };
  speed.addEventListener("change", setSpeed);
  const change = (by) => {
    speed.selectedIndex = Math.max(0, Math.min(speed.selectedIndex + by, speed.options.length - 1));
    setSpeed();
  };

  // Presenting: on to the next pause, and back
  let presenting = false, goal = null;
  const last = (time) => time - frame; // the begin of the last frame before a time
  const stops = data.pauses.map(last);
  const number = () => {
    const at = chapterAt(video.currentTime);
    get("section").textContent = `${data.words.section} ${at + 1}/${chapters.length}: ${data.chapters[at][0]}`;
  };
  const halt = () => {
    video.pause();
    const at = goal;
    goal = null;
    if (at !== null) seek(at);
  };
  const next = () => {
    if (goal !== null) return halt(); // at once to where it goes
    const now = video.currentTime + frame / 4;
    const at = stops.find((each) => each > now);
    if (at === undefined) return;
    goal = at;
    if (still.matches) return halt();
    play();
  };
  const previous = () => {
    video.pause();
    const now = goal === null ? video.currentTime - frame : video.currentTime;
    goal = null;
    const at = stops.findLast((each) => each + frame / 4 < now);
    seek(at === undefined ? 0 : at);
  };
  const around = [...document.querySelectorAll("header, .timeline, .controls, #below, aside")];
  let asleep = 0;
  const wake = (seconds) => { // what to do now is said at first, and whenever the pointer moves
    stage.classList.add("awake");
    clearTimeout(asleep);
    asleep = setTimeout(() => stage.classList.remove("awake"), 1000 * seconds);
  };
  const show = (on) => {
    presenting = on;
    goal = null;
    video.pause();
    stage.classList.toggle("presenting", on);
    get("presenter").hidden = !on;
    for (const each of around) each.inert = on;
    if (on) {
      wake(6);
      stage.tabIndex = -1;
      stage.focus();
      number();
    } else {
      stage.removeAttribute("tabindex");
      get("present").focus();
    }
  };
  const present = () => {
    show(true);
    if (stage.requestFullscreen) stage.requestFullscreen().catch(() => {});
  };
  const leave = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else show(false);
  };
  document.addEventListener("fullscreenchange", () => {
    if (presenting && !document.fullscreenElement) show(false);
  });
  stage.addEventListener("pointermove", () => wake(3));
  stage.addEventListener("pointerdown", (event) => { if (event.pointerType === "touch") wake(3); });
  get("present").addEventListener("click", present);
  get("leave").addEventListener("click", leave);
  get("next").addEventListener("click", next);
  get("previous").addEventListener("click", previous);
  stage.addEventListener("click", (event) => {
    if (presenting && !event.target.closest("button")) {
      event.preventDefault();
      next();
    }
  });

  // Keys
  const keys = {
    " ": toggle, k: toggle,
    ArrowLeft: () => seek(video.currentTime - 5), ArrowRight: () => seek(video.currentTime + 5),
    ArrowUp: () => toChapter(-1), ArrowDown: () => toChapter(1),
    ",": () => shown && toStep(Number(slider.value) - 1), ".": () => shown && toStep(Number(slider.value) + 1),
    "-": () => change(-1), "+": () => change(1), c: switchCaptions, p: present,
  };
  const presenterKeys = {
    " ": next, Enter: next, ArrowRight: next, ArrowDown: next, PageDown: next, n: next,
    Backspace: previous, ArrowLeft: previous, ArrowUp: previous, PageUp: previous,
    Home: () => { goal = null; video.pause(); seek(0); }, End: () => { goal = stops[stops.length - 1]; halt(); },
    Escape: leave, p: leave, c: switchCaptions,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const on = event.target;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const own = on.closest && (on.closest("select") || (on.closest("input") && (key.startsWith("Arrow") || ["Home", "End", "PageUp", "PageDown"].includes(key))) || (on.closest("button, summary") && [" ", "Enter"].includes(key)));
    if (own && key !== "Escape") return; // the element's own keys
    if (on.closest && on.closest(".scroll") && key.startsWith("Arrow")) return;
    const act = (presenting ? presenterKeys : keys)[key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // What goes with the film's time
  let drawn = -1;
  const follow = () => {
    const now = video.currentTime;
    if (goal !== null && now >= goal) halt(); // at the film's end it has paused by itself
    if (now !== drawn) {
      drawn = now;
      time.value = String(now);
      time.setAttribute("aria-valuetext", clock(now));
      get("clock").textContent = `${clock(now)} / ${clock(end)}`;
      const at = chapterAt(now);
      chapters.forEach(({ button }, k) => (k === at ? button.setAttribute("aria-current", "true") : button.removeAttribute("aria-current")));
      if (presenting) number();
      if (data.stretches.length && chosen === null) {
        const stretch = stretchAt(now);
        tell(stretch, placeAt(stretch, now));
      }
    }
    requestAnimationFrame(follow);
  };
  video.addEventListener("play", () => { chosen = null; });
  video.addEventListener("seeked", () => {
    if (chosen === null || Math.abs(video.currentTime - shown.times[chosen]) <= 2 * frame) return;
    chosen = null; // it went elsewhere
    drawn = -1;
  });
  requestAnimationFrame(follow);
})();
