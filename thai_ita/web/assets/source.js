// The source beside the tables: its boxes and marks, which of them is chosen, how large it is.
"use strict";
(() => {
  const { t, byId } = self.thaiIta;
  const pane = byId("source"), pages = byId("pages");
  const SPOTS = ".box, a.mark";
  const MOST_ZOOM = 3;
  let zoom = 1;

  // A spot that leads to one value names it by its link alone.
  for (const spot of pages.querySelectorAll(SPOTS)) if (!spot.dataset.facts) spot.dataset.facts = spot.getAttribute("href").slice(1);
  const factsOf = (spot) => spot.dataset.facts.split(" ");
  const spotsOf = (anchor) => [...pages.querySelectorAll(SPOTS)].filter((spot) => factsOf(spot).includes(anchor));

  // Moves the source, and the source alone, so that a spot is well in sight.
  function scrollTo(spot) {
    const inside = pane.getBoundingClientRect(), at = spot.getBoundingClientRect();
    const head = pane.firstElementChild.offsetHeight;
    if (at.top < inside.top + head + 8 || at.bottom > inside.bottom - 8) pane.scrollTop += at.top - inside.top - (pane.clientHeight - at.height) / 3;
    if (at.left < inside.left || at.right > inside.right) pane.scrollLeft += at.left - inside.left - (pane.clientWidth - at.width) / 2;
  }

  // Shows where a fact was read; "" for none.
  function show(anchor, scroll = true) {
    for (const spot of pages.querySelectorAll(".chosen")) spot.classList.remove("chosen");
    const spots = anchor ? spotsOf(anchor) : [];
    for (const spot of spots) spot.classList.add("chosen");
    if (spots.length && scroll) scrollTo(spots[0]);
    return spots.length;
  }

  // Calls pick(anchors) when a person chooses a spot.
  function onPick(pick) {
    pages.addEventListener("click", (event) => {
      const spot = event.target.closest(SPOTS);
      if (!spot || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (pick(factsOf(spot))) event.preventDefault();
    });
  }

  function setZoom(to) {
    zoom = Math.min(MOST_ZOOM, Math.max(1, to));
    pages.className = `pages zoom-${zoom}`;
    byId("smaller").disabled = zoom === 1;
    byId("larger").disabled = zoom === MOST_ZOOM;
    const chosen = pages.querySelector(".chosen");
    if (chosen) scrollTo(chosen);
  }

  byId("smaller").addEventListener("click", () => setZoom(zoom - 1));
  byId("larger").addEventListener("click", () => setZoom(zoom + 1));
  const hide = byId("hide-source");
  hide.addEventListener("click", () => {
    const hidden = pane.classList.toggle("hidden-source");
    hide.textContent = hidden ? t("show_source") : t("hide_source");
    hide.setAttribute("aria-expanded", String(!hidden));
  });
  setZoom(1);
  // Pictures that were not looked at yet are to be printed too.
  self.addEventListener("beforeprint", () => {
    for (const picture of pages.querySelectorAll("img")) picture.loading = "eager";
  });

  self.thaiIta.source = { show, scrollTo, onPick };
})();
