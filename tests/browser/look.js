// Run in a page after it has loaded; gives what no log tells. The last argument is to be called with it.
var done = arguments[arguments.length - 1];
var stored = [];

// What may not be looked at from here (file:// forbids some of it) can't be written from here either.
function attempt(look) {
  try {
    return Promise.resolve(look()).catch(function () {});
  } catch (refused) {
    return Promise.resolve();
  }
}

Promise.all([
  attempt(function () { for (var key in { ...localStorage }) stored.push("localStorage " + key); }),
  attempt(function () { for (var key in { ...sessionStorage }) stored.push("sessionStorage " + key); }),
  attempt(function () { if (document.cookie) stored.push("cookie " + document.cookie); }),
  attempt(function () {
    return indexedDB.databases().then(function (all) {
      all.forEach(function (one) { stored.push("indexedDB " + one.name); });
    });
  }),
  attempt(function () {
    return caches.keys().then(function (keys) { keys.forEach(function (key) { stored.push("cache " + key); }); });
  }),
  attempt(function () {
    return navigator.serviceWorker.getRegistrations().then(function (all) {
      all.forEach(function (one) { stored.push("service worker " + one.scope); });
    });
  }),
  attempt(function () { return document.fonts.ready; })
]).then(function () {
  var root = document.documentElement;
  var fonts = [];
  document.fonts.forEach(function (font) { if (font.status === "error") fonts.push(font.family); });
  done({
    url: location.href,
    stored: stored,
    fonts: fonts,
    resources: performance.getEntriesByType("resource").map(function (entry) { return entry.name; }),
    problems: window.lamplightProblems || null,
    viewport: root.clientWidth,
    width: Math.max(root.scrollWidth, document.body.scrollWidth)
  });
});
