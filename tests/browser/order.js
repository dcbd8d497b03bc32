// Run in a page; gives what stands in the wrong order: the runs of Latin letters and digits (words, phone numbers, addresses) of which a
// character is not right of the one before it.
var runs = /[+\p{Script=Latin}\p{Nd}](?:[\p{Script=Latin}\p{Nd}@:./?=&_+#\u00A0 -]*[\p{Script=Latin}\p{Nd}])?/gu;
var wrong = [];
var seen = 0;

function boxes(node, start, end) {
  return Array.from({ length: end - start }, function (_, at) {
    var range = document.createRange();
    range.setStart(node, start + at);
    range.setEnd(node, start + at + 1);
    return range.getClientRects()[0];
  }).filter(function (box) { return box && box.width > 0; });
}

var walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  var node = walker.currentNode;
  if (!node.parentElement.checkVisibility() || node.parentElement.closest("script, style")) continue;
  for (var match of node.data.matchAll(runs)) {
    if (match[0].length < 2) continue;
    var row = boxes(node, match.index, match.index + match[0].length);
    var off = row.some(function (box, at) {
      if (at === 0) return false;
      var before = row[at - 1];
      // What goes on in the next line begins anew.
      return box.top < before.bottom - 1 && box.bottom > before.top + 1 && box.left < before.left;
    });
    seen += 1;
    if (off) wrong.push(match[0]);
  }
}
return { seen: seen, wrong: wrong };
