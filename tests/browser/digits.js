// Run in a page; the argument selects a link. Gives its digits as they stand from left to right, and the direction around it.
var link = document.querySelector(arguments[0]);
var walker = document.createTreeWalker(link, NodeFilter.SHOW_TEXT);
var found = [];
while (walker.nextNode()) {
  for (var at = 0; at < walker.currentNode.length; at += 1) {
    var range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + 1);
    if (/[0-9+]/.test(range)) found.push({ left: range.getClientRects()[0].left, digit: String(range) });
  }
}
found.sort(function (a, b) { return a.left - b.left; });
var shown = found.map(function (one) { return one.digit; }).join("");
return [shown, getComputedStyle(link.parentElement).direction];
