// In previews only, never in a bundle: loads the page again when its sources have changed.
(function () {
  'use strict';
  var revision = document.currentScript.dataset.revision;
  var events = null;

  // A browser opens six connections to a host: tabs that nobody sees must not hold them.
  function listen() {
    if (document.hidden) {
      if (events) { events.close(); }
      events = null;
    } else if (!events) {
      events = new EventSource('/_lamplight/events');
      events.onmessage = function (event) {
        if (event.data !== revision) {
          events.close();
          location.reload();
        }
      };
    }
  }

  document.addEventListener('visibilitychange', listen);
  addEventListener('pageshow', listen);
  addEventListener('pagehide', function () {
    if (events) { events.close(); }
    events = null;
  });
  listen();
})();
