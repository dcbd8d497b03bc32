// The first script of a page in a copy of a bundle: it notes what goes wrong, for engines whose drivers hand out no
// console. Nothing of this is ever in a bundle that people get.
(function () {
  "use strict";

  var problems = [];
  window.lamplightProblems = problems;

  // In the capturing phase, since what fails to load does not bubble.
  addEventListener("error", function (event) {
    var failed = event.target && event.target !== window ? event.target : null;
    if (failed) problems.push({ kind: "failed", what: failed.currentSrc || failed.src || failed.href || failed.tagName });
    else problems.push({ kind: "console", what: String(event.message) });
  }, true);
  addEventListener("unhandledrejection", function (event) {
    problems.push({ kind: "console", what: String(event.reason) });
  });
  addEventListener("securitypolicyviolation", function (event) {
    problems.push({ kind: "console", what: "policy " + event.effectiveDirective + ": " + event.blockedURI });
  });
  ["error", "warn"].forEach(function (level) {
    var said = console[level];
    console[level] = function () {
      problems.push({ kind: "console", what: Array.prototype.join.call(arguments, " ") });
      said.apply(console, arguments);
    };
  });
})();
