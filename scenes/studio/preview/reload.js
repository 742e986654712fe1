// Loads the page again when something was made, but not while a film plays.
"use strict";
const seen = document.currentScript.dataset.state;

async function look() {
  try {
    const { state } = await (await fetch("/-/state", { cache: "no-store" })).json();
    const plays = [...document.querySelectorAll("video")].some((film) => !film.paused && !film.ended);
    if (state !== seen && !plays) {
      location.reload();
      return;
    }
  } catch {
    // The preview has ended; perhaps it begins again.
  }
  setTimeout(look, 1000);
}

look();
