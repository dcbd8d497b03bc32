// Run in a search page: types the first argument into the box, and calls the last one with what is shown.
var done = arguments[arguments.length - 1];
var input = document.getElementById("_query");
var list = document.querySelector(".results");

input.textContent = arguments[0];
input.dispatchEvent(new Event("input", { bubbles: true }));
(function wait() {
  if (list.getAttribute("aria-busy") !== "false") return setTimeout(wait, 10);
  done({
    guides: Array.from(list.querySelectorAll("li > a"), function (link) {
      return link.getAttribute("href").replace(/^#|\.html.*|:.*/g, "");
    }),
    said: document.getElementById("_said").textContent,
    urgent: document.getElementById("_search").contains(document.getElementById("_urgent")),
    near: Array.from(document.querySelectorAll("#_near button"), function (button) {
      return button.textContent;
    }),
  });
})();
