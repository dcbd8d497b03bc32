// Gives the texts of a page that can't be seen, without those that a reader opens or ticks for.
return [...document.querySelectorAll("body *")].filter(function (element) {
  var says = [...element.childNodes].some(function (node) { return node.nodeType === 3 && node.data.trim(); });
  if (!says || element.closest("script, style")) return false;
  // A closed `details` shows its summary; advice of a self-check shows with its tick.
  var closed = element.closest("details:not([open])");
  if (closed && !element.closest("summary")) return false;
  if (element.closest(".check")) return false;
  // The button that needs the script is shown by it.
  if (element.closest("#_trail[hidden]")) return false;
  // Reached by Tab, shown then; the parts of the site stand at the end of narrow pages and at the top of wide ones.
  if (element.closest(".skip, .nav, .parts, .to-parts")) return false;
  return !element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
}).map(function (element) { return element.textContent.trim().slice(0, 60); });
