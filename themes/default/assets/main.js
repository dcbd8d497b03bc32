// The default theme's script. Every part of it is a help on top of pages that are whole without it. What only it can do
// is written by it, out of words that stand in `data-` attributes: text browsers show what is merely hidden.
// No storage, no network, no cookies; a classic script, since modules don't load from a folder on a stick.
(function () {
  "use strict";

  var root = document.documentElement;
  var exit = document.getElementById("_exit");
  var status = document.createElement("div");

  // An empty sheet covers everything before the other page is there, the title says nothing, and no entry of this page
  // stays behind the Back button. Where the site names a page on the web, that is for the web only: from a stick or
  // without the internet the neutral page of this bundle is the one that opens.
  function leave() {
    var web = root.getAttribute("data-exit");
    root.classList.add("gone");
    document.title = exit.getAttribute("data-title");
    status.textContent = exit.getAttribute("data-leaving");
    location.replace(web && /^https?:$/.test(location.protocol) ? web : exit.href);
  }

  function leaveByLink() {
    exit.addEventListener("click", function (event) {
      event.preventDefault();
      leave();
    });
  }

  // Shift alone, three times within five seconds. Esc would stop the other page from loading. A Shift that was held for
  // a capital letter or to go back by Tab does not count.
  function leaveByShift() {
    var count = 0;
    var held = false;
    var timer;
    function forget() {
      count = 0;
      clearTimeout(timer);
      status.textContent = "";
    }
    status.className = "status";
    status.setAttribute("role", "status");
    document.body.appendChild(status);
    document.addEventListener("keyup", function (event) {
      if (event.key === "Shift" && !held) {
        count += 1;
        if (count === 1) timer = setTimeout(forget, 5000);
        if (count === 3) leave();
        else status.textContent = exit.getAttribute(count === 1 ? "data-two" : "data-one");
      } else if (count) {
        forget();
      }
      held = event.shiftKey;
    });
  }

  // Leaving less of a trail, for those who ask for it: the pages of this visit take each other's place, so that Back
  // skips them. Nothing is stored: the fragment of the address says it to the next page, as `#_quiet`, or as
  // `#_quiet:place` where a link leads to a place in a page.
  function leaveLessOfATrail() {
    var trail = document.getElementById("_trail");
    if (!trail) return;
    var button = document.createElement("button");
    var note = document.createElement("p");
    var on = false;
    button.type = "button";
    button.textContent = trail.getAttribute("data-trail");
    button.setAttribute("aria-describedby", "_trail-note");
    note.id = "_trail-note";
    note.textContent = trail.getAttribute("data-note");
    trail.appendChild(button);
    trail.appendChild(note);
    function turn(value) {
      on = value;
      button.setAttribute("aria-pressed", String(on));
    }
    turn(false);
    trail.hidden = false;
    button.addEventListener("click", function () {
      turn(!on);
      history.replaceState(null, "", on ? "#_quiet" : "#");
    });
    var asked = /^#_quiet(?::(.+))?$/.exec(location.hash);
    if (asked) turn(true);
    if (asked && asked[1]) location.replace("#" + asked[1]);
    document.addEventListener("click", function (event) {
      var link = event.target.closest("a[href]");
      var plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
      if (!on || !link || !plain || event.defaultPrevented) return;
      if (link.protocol !== location.protocol || link.host !== location.host) return;
      event.preventDefault();
      var place = link.hash.slice(1);
      var page = link.href.split("#")[0];
      if (page === location.href.split("#")[0]) location.replace(link.href);
      else location.replace(page + "#_quiet" + (place ? ":" + place : ""));
    });
  }

  // A copy on a stick may be years old: where the reader's clock is past the date of a helpline's next check, say so.
  function noteAge() {
    var now = new Date();
    now.setMinutes(now.getMinutes() - now.getTimezoneOffset());
    var today = now.toISOString().slice(0, 10);
    // All lines say the same; where many pages are one file, it is written once.
    var words = document.querySelector("[data-overdue]");
    document.querySelectorAll("[data-due]").forEach(function (line) {
      if (!words || line.getAttribute("data-due") > today) return;
      var note = document.createElement("p");
      note.className = "overdue";
      note.textContent = words.getAttribute("data-overdue");
      line.insertAdjacentElement("afterend", note);
    });
  }

  // Ticks of a self-check are gone when one leaves, also where the browser keeps the page for its Back button.
  function forgetTicks() {
    addEventListener("pagehide", function () {
      document.querySelectorAll(".check :checked").forEach(function (box) {
        box.checked = false;
      });
    });
  }

  if (exit) {
    leaveByShift();
    leaveByLink();
  }
  leaveLessOfATrail();
  noteAge();
  forgetTicks();
})();
