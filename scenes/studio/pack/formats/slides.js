"use strict";
(() => {
  const get = (id) => document.getElementById(id);
  const data = JSON.parse(get("data").textContent);
  const video = get("film");
  const frame = 1 / data.fps;
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  const text = atob(get("film-data").textContent), bytes = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k += 1) bytes[k] = text.charCodeAt(k);
  video.src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));

  // Middle of a frame, so that no rounding shows its neighbour.
  const seek = (time) => { video.currentTime = time + frame / 2; };
  const last = (section) => data.ends[section] - frame; // the begin of its last frame
  let goal = null; // of the film while it goes on

  const halt = () => {
    video.pause();
    if (goal !== null) seek(goal);
    goal = null;
  };
  const run = (section, from) => {
    goal = last(section);
    if (still.matches) return halt();
    if (from !== undefined) seek(from);
    video.play().catch(halt);
  };
  // Forward, a section is shown from where the one before ended; back, as it ended.
  const show = (slide, before) => {
    const section = slide - 1; // the first slide is the title
    video.classList.toggle("away", section < 0);
    if (section < 0 || slide < before) {
      goal = section < 0 ? null : last(section);
      return halt();
    }
    const begin = data.begins[section];
    const near = before === section && Math.abs(video.currentTime - begin) < 1.5 * frame;
    return run(section, near ? undefined : begin);
  };

  const deck = new Reveal(document.querySelector(".reveal"), {
    width: data.width, height: data.height, margin: 0, maxScale: 10, center: false, transition: "none", backgroundTransition: "none",
    hash: true, postMessage: false, slideNumber: "c/t", controlsTutorial: false, controlsLayout: "edges", viewDistance: 100, scrollActivationWidth: 0,
  });
  const at = () => deck.getIndices().h;
  const next = () => { if (goal !== null) halt(); else deck.next(); }; // at once to where it goes
  const previous = () => deck.prev();
  const keys = { " ": next, Enter: next, ArrowRight: next, ArrowDown: next, PageDown: next, n: next, Backspace: previous, ArrowLeft: previous, ArrowUp: previous, PageUp: previous, p: previous };
  document.addEventListener("keydown", (event) => {
    if (deck.isOverview() || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.target.closest("button") && [" ", "Enter"].includes(key)) return;
    const act = key === "s" ? notes : keys[key];
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // before reveal.js hears of it
    act();
  }, true);
  video.parentElement.addEventListener("click", () => { if (!deck.isOverview()) next(); });

  // Notes for the one who speaks, in a window of their own
  let speaker = null;
  const tell = () => {
    if (speaker === null || speaker.closed) return;
    const page = speaker.document, write = (name, text) => {
      const element = page.createElement(name);
      element.textContent = text;
      return element;
    };
    const now = at(), title = (slide) => (slide === 0 ? document.title : data.titles[slide - 1]);
    const notes = [...deck.getCurrentSlide().querySelectorAll(".notes p")].map((each) => write("p", each.textContent));
    page.body.replaceChildren(
      write("strong", `${now + 1}/${data.titles.length + 1} ${title(now)}`), ...notes,
      ...(now < data.titles.length ? [write("small", `${data.words.next}: ${title(now + 1)}`)] : []),
    );
  };
  function notes() {
    speaker = window.open("", "notes", "width=720,height=480");
    if (speaker === null) return; // the browser wouldn't
    speaker.document.title = data.words.notes;
    Object.assign(speaker.document.documentElement.style, { background: "Canvas", color: "CanvasText", colorScheme: "light dark", font: "26px/1.4 system-ui, sans-serif" });
    speaker.document.body.style.margin = "1.2em";
    speaker.document.addEventListener("keydown", (event) => {
      const act = keys[event.key];
      if (act) { event.preventDefault(); act(); }
    });
    tell();
  }
  window.addEventListener("pagehide", () => { if (speaker) speaker.close(); });

  let before = -1;
  const change = () => {
    if (deck.isOverview() || at() === before) return; // in the overview, nothing goes on yet
    show(at(), before);
    before = at();
    tell();
  };
  const follow = () => { if (goal !== null && video.currentTime >= goal) halt(); };
  const eachFrame = () => {
    follow();
    requestAnimationFrame(eachFrame);
  };
  video.addEventListener("timeupdate", follow); // a window behind others draws no frames
  video.addEventListener("ended", follow);
  video.addEventListener("loadeddata", () => deck.initialize().then(() => {
    deck.on("slidechanged", change);
    deck.on("overviewhidden", change);
    for (const [side, word] of [["right", "next"], ["left", "previous"]]) document.querySelector(`.navigate-${side}`).setAttribute("aria-label", data.words[word]);
    change();
    eachFrame();
  }), { once: true });
})();
