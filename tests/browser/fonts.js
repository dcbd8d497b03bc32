// What became of the page's embedded fonts, and how wide a word is.
const done = arguments[arguments.length - 1];
document.fonts.ready.then(() => {
  const faces = [...document.fonts].map((face) => [face.family.replace(/"/g, ""), face.status]);
  const word = document.createElement("span");
  word.textContent = "محفوظ";
  word.style.cssText = "position: absolute; white-space: nowrap; font-size: 40px; font-weight: 400";
  document.querySelector("main p").append(word);
  const width = word.getBoundingClientRect().width;
  word.remove();
  done({ faces, width });
});
