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
  // What pages say in the same words stands once, on the list of all of them.
  var words;

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

  // ---- Pages

  function say(page) {
    var heading = page.querySelector("h1");
    return page.getAttribute("data-title") || (words.titles || name).replace("{title}", heading ? heading.textContent : name);
  }

  // What the way to a page ends with.
  function sectionOf(page) {
    var links = page.querySelectorAll(".crumbs a");
    return links.length ? links[links.length - 1].hash : "";
  }

  // The guides of a section lead on to each other, in the order of the list of all of them.
  function addNeighbours(page) {
    if (!page.querySelector("article") || page.querySelector(".neighbours")) return;
    var section = sectionOf(page);
    var links = Array.prototype.filter.call(document.querySelectorAll("#_all li a"), function (link) {
      var other = document.getElementById(placeOf(link.hash));
      return other && other.querySelector("article") && sectionOf(other) === section;
    });
    var nav = document.createElement("nav");
    var list = document.createElement("ul");
    nav.className = "neighbours";
    nav.setAttribute("aria-label", words.neighbours);
    links.forEach(function (link, at) {
      if (links[at + 1] && placeOf(links[at + 1].hash) === page.id) list.appendChild(neighbour("previous", link));
      if (links[at - 1] && placeOf(links[at - 1].hash) === page.id) list.appendChild(neighbour("following", link));
    });
    nav.appendChild(list);
    if (list.firstChild) page.appendChild(nav);
  }

  function neighbour(kind, link) {
    var item = document.createElement("li");
    var label = document.createElement("span");
    item.className = kind;
    label.textContent = words[kind];
    item.appendChild(label);
    item.appendChild(document.createTextNode(" "));
    item.appendChild(link.cloneNode(true));
    return item;
  }

  function show(page) {
    if (shown) {
      shown.classList.remove("shown");
      // Scripts forget what was ticked and typed when one leaves a page, and this is leaving one.
      dispatchEvent(new Event("pagehide"));
    }
    shown = page;
    addNeighbours(page);
    page.tabIndex = -1;
    shown.classList.add("shown");
    root.classList.toggle("whole", page.id === "_all");
    document.title = say(page);
  }

  function go() {
    var place = placeOf(location.hash);
    var back = !byLink;
    byLink = false;
    root.classList.remove("at-start");
    words = words || (document.getElementById("_all") || root).dataset;
    if (left) return stay();
    if (place === TABLES) return leave();
    // Places that only a search leads to are named by it: loaded again, the address still leads to the page.
    var target = document.getElementById(place) || document.getElementById(place.split(":")[0]);
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

  // ---- Search shows titles and sentences of the pages that stand here: the index holds none

  var TEXTS = ".step li, .advice, .channels .number, .body h2, .body h3, .body h4, .body h5, .body p, .body li, .body th, .body td";

  // The words of an element, without those of blocks in it, which are looked at by themselves.
  function textOf(element) {
    var pieces = Array.prototype.map.call(element.childNodes, function (node) {
      var apart = /^(UL|OL|P|TABLE|SUP)$/.test(node.nodeName) || node.className === "needs-internet";
      return apart ? " " : node.textContent;
    });
    return pieces.join("").replace(/\s+/g, " ").trim();
  }

  // A guide as search.js knows it from a part of the index: address, kind, title, summary, and sections. All addresses are ids.
  function textsOf(page) {
    var sections = [[page.id, "", []]];
    page.querySelectorAll(TEXTS).forEach(function (element) {
      var text = textOf(element);
      if (/^H/.test(element.nodeName)) {
        if (!element.id) element.id = page.id + ":_" + sections.length;
        sections.push([element.id, text, []]);
      } else if (text) {
        var sentences = sections[sections.length - 1][2];
        sentences.push.apply(sentences, text.replace(/([.!?۔؟।。]) /g, "$1\n").split("\n"));
      }
    });
    var title = page.querySelector("h1");
    var summary = page.querySelector(".lead");
    var kind = /page-(\S+)/.exec(page.className)[1];
    return ["", kind, title.textContent, summary ? summary.textContent : "", sections, title.lang, title.dir];
  }

  document.addEventListener("input", function readAll(event) {
    if (event.target.id !== "_query") return;
    document.removeEventListener("input", readAll, true);
    var texts = [];
    document.querySelectorAll("[data-number]").forEach(function (page) {
      texts[page.getAttribute("data-number")] = textsOf(page);
    });
    window.lamplight("t0", texts);
  }, true);

  root.classList.add("paged");
  if (!location.hash) root.classList.add("at-start");
  if (placeOf(location.hash) === TABLES) root.classList.add("gone");
  if ("scrollRestoration" in history) history.scrollRestoration = "manual";
  addEventListener("hashchange", go);
  document.addEventListener("DOMContentLoaded", go);
})();
