// What is the same on the page of every document is kept once, and put in its places here: made by us, it holds no text of others.
"use strict";
(() => {
  const places = { scores: document.getElementById("scores"), facts: document.getElementById("facts"), body: document.body };
  const made = new DOMParser().parseFromString(self.thaiItaSettings.frame, "text/html");
  for (const part of made.querySelectorAll("[data-into]")) places[part.dataset.into].append(...part.childNodes);
})();
