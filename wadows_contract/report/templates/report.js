
"use strict";
// Filters by text, beside the filter by state, which needs no script.
for (const filter of document.querySelectorAll(".filter")) {
  const [search, output] = [filter.querySelector(".search"), filter.querySelector("output")];
  const rows = [...filter.closest(".filtered").querySelectorAll("tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const apply = () => {
    const words = search.control.value.toLowerCase().split(/\s+/);
    const state = filter.querySelector(":checked").value;
    let shown = 0;
    rows.forEach((row, at) => {
      row.hidden = !words.every((word) => texts[at].includes(word));
      shown += !row.hidden && (state === "all" || state === row.dataset.state);
    });
    output.textContent = shown === rows.length ? "" : `${shown} of ${rows.length} shown`;
  };
  search.hidden = false;
  filter.addEventListener("input", apply);
  search.control.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && search.control.value) {
      search.control.value = "";
      apply();
    }
  });
}
// Unfolds what a link leads into, and shows a row that a filter hides.
const unfold = () => {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!place) return;
  if (place.matches("tr") && !place.checkVisibility()) {
    const filter = place.closest(".filtered").querySelector(".filter");
    filter.querySelector("[value=all]").checked = true;
    filter.querySelector("[type=search]").value = "";
    filter.dispatchEvent(new Event("input"));
  }
  for (let each = place; each; each = each.parentElement) if (each.matches("details")) each.open = true;
  place.scrollIntoView();
};
addEventListener("hashchange", unfold);
if (location.hash) unfold();
