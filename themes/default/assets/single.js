// The script of the file that holds all pages: shows one at a time, as the address says. Without it they stand below each
// other, and links lead to their places.
// It runs before there is a page, so that nothing flickers.
(function () {
  "use strict";

  var TABLES = "_tables";
  var root = document.documentElement;
  var name = document.title;
  var shown;
  var left = false;
  // How far down each place was read when a link led away from it, for the Back button.
  var read = {};
  var byLink = false;

  function placeOf(hash) {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch (error) {
      return "";
    }
  }

  function pageOf(element) {
    return element && element.closest(".page");
  }

  function show(page) {
    if (shown) {
      shown.classList.remove("shown");
      // Scripts forget what was ticked and typed when one leaves a page, and this is leaving one.
      dispatchEvent(new Event("pagehide"));
    }
    shown = page;
    shown.classList.add("shown");
    root.classList.toggle("whole", page.id === "_all");
    document.title = page.getAttribute("data-title") || name;
  }

  function go() {
    var place = placeOf(location.hash);
    var back = !byLink;
    byLink = false;
    root.classList.remove("at-start");
    if (left) return stay();
    if (place === TABLES) return leave();
    var target = document.getElementById(place);
    var page = pageOf(target);
    // A place in no page is in the frame of all of them.
    if (!page && shown && place) return;
    var other = shown && page !== shown;
    if (!page) page = target = document.querySelector(".page");
    if (page !== shown) show(page);
    if (back && read[place] !== undefined) scrollTo(0, read[place]);
    else if (target !== page) target.scrollIntoView();
    else scrollTo(0, 0);
    if (other) page.focus({ preventScroll: true });
  }

  // The guides are taken out of the document, so that no Back can bring them: all earlier entries are of this very document.
  // The address says it to the file when it is loaded again.
  function leave() {
    var page = document.getElementById(TABLES);
    var main = document.getElementById("_main");
    left = true;
    root.className = "paged";
    document.body.className = "page-tables";
    main.textContent = "";
    main.appendChild(page);
    document.body.textContent = "";
    document.body.appendChild(main);
    show(page);
    scrollTo(0, 0);
  }

  function stay() {
    if (placeOf(location.hash) !== TABLES) location.replace("#" + TABLES);
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#']");
    if (!link || left) return;
    read[placeOf(location.hash)] = pageYOffset;
    var target = document.getElementById(placeOf(link.hash));
    if (!target || pageOf(target)) {
      byLink = link.hash !== location.hash;
      return;
    }
    // The menu and the way past the head belong to the page that is shown: the address stays that of the page.
    event.preventDefault();
    target.scrollIntoView();
    target.focus();
  });

  // There is nothing left to leave.
  addEventListener(
    "keyup",
    function (event) {
      if (left) event.stopImmediatePropagation();
    },
    true,
  );

  root.classList.add("paged");
  if (!location.hash) root.classList.add("at-start");
  if (placeOf(location.hash) === TABLES) root.classList.add("gone");
  if ("scrollRestoration" in history) history.scrollRestoration = "manual";
  addEventListener("hashchange", go);
  document.addEventListener("DOMContentLoaded", go);
})();
