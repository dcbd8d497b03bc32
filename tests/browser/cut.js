// Gives the texts that are cut off or lie outside of the window. With `arguments[0]`, after setting letters, words, lines
// and paragraphs wide apart as WCAG 1.4.12 says.
if (arguments[0]) {
  // Arabic letters join: those scripts have no spacing of letters.
  var sheet = new CSSStyleSheet();
  sheet.replaceSync(
    "* { line-height: 1.5 !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }" +
    "[dir='ltr'] *, html:not([dir]) * { letter-spacing: .12em !important }"
  );
  document.adoptedStyleSheets = [sheet];
}
var root = document.documentElement;
var found = [];
var width = Math.max(root.scrollWidth, document.body.scrollWidth);
if (width > root.clientWidth) found.push(width + " px wide in a window of " + root.clientWidth + " px");

function cutBy(box, holder) {
  var style = getComputedStyle(holder);
  var edge = holder.getBoundingClientRect();
  var beyond = box.left < edge.left - 1 || box.right > edge.right + 1;
  // A line reaches out of the box that letters fill: a fifth of it may.
  var below = box.bottom > edge.bottom + box.height / 5;
  return /hidden|clip/.test(style.overflowX) && beyond || /hidden|clip/.test(style.overflowY) && below;
}

var texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  var text = texts.currentNode;
  var parent = text.parentElement;
  if (!text.data.trim() || !parent.checkVisibility()) continue;
  // For screen readers only, or shown when it has the focus.
  if (parent.closest(".skip, .status")) continue;
  var range = document.createRange();
  range.selectNodeContents(text);
  var bad = [...range.getClientRects()].some(function (box) {
    for (var holder = parent; holder && holder !== document.body; holder = holder.parentElement) {
      if (cutBy(box, holder)) return true;
      // What scrolls by itself, a long line of code, shows its text in time.
      if (/auto|scroll/.test(getComputedStyle(holder).overflowX)) return false;
    }
    return box.left < -1 || box.right > root.clientWidth + 1;
  });
  if (bad) found.push("cut off: " + text.data.trim().slice(0, 40));
}
return found;
