// Numbers what a reader can use in a page, gives a name for each, and from now on notes with every Tab which of them has
// the focus, and what is wrong with how that looks.
var controls = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [contenteditable], [tabindex='0']")];
controls = controls.filter(function (control) { return control.checkVisibility({ visibilityProperty: true }); });
window.lamplightFocus = [];

function problemWith(control) {
  var style = getComputedStyle(control);
  if (style.outlineStyle === "none" || !parseFloat(style.outlineWidth)) return "shows no focus";
  // A link may run over several lines: some of it must be where it can be seen.
  var seen = [...control.getClientRects()].some(function (box) {
    var top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    if (!top || top === document.body || top === document.documentElement) return false;
    return control.contains(top) || top.contains(control);
  });
  return seen ? null : "is covered";
}

// When the key comes up again, the page has scrolled to what has the focus.
addEventListener("keyup", function () {
  var control = document.activeElement;
  var number = controls.indexOf(control);
  if (number >= 0) window.lamplightFocus.push({ number: number, problem: problemWith(control) });
}, true);

return controls.map(function (control) {
  return (control.textContent.trim() || control.id || control.tagName).slice(0, 40);
});
