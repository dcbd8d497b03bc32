// Search without a server: reads the index that the build made, part by part, as src/search/mod.rs describes it.
// Parts are scripts that call lamplight(name, …data), since a page from a folder may load scripts but read no file.
// Nothing is stored, sent, or put into the address.
(function () {
  "use strict";

  var box = document.getElementById("_search");
  if (!box) return;
  var input = box.querySelector("input");
  var list = box.querySelector("ol");
  var status = box.querySelector("[role=status]");
  var near = document.getElementById("_near");
  var urgent = document.getElementById("_urgent");
  var folder = box.getAttribute("data-index");

  // ---- Words

  var WORD = /[\p{Alphabetic}\p{M}\p{N}'’\u200c\u200d]+/gu;
  var NO_WORD = /[^\p{Alphabetic}\p{M}\p{N}]/gu;
  var DROPPED = /[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]/g;
  var LETTERS = { "ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ە": "ہ", "ة": "ۃ", "ς": "σ" };

  // A digit of any script: its zero is the first of its row.
  function digit(character) {
    var code = character.codePointAt(0);
    var zero = code;
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(code - zero);
  }

  // As src/search/fold.rs folds the words of guides.
  function fold(word) {
    return word
      .normalize("NFKD")
      .toLowerCase()
      .replace(DROPPED, "")
      .replace(/[يىكهەةς]/g, function (letter) {
        return LETTERS[letter];
      })
      .replace(/(?![0-9])\p{Nd}/gu, digit)
      .replace(NO_WORD, "");
  }

  function words(text) {
    return (text.match(WORD) || []).map(fold).filter(Boolean);
  }

  // ---- Parts of the index

  var given = {};
  var asked = {};
  window.lamplight = function (name) {
    given[name] = Array.prototype.slice.call(arguments, 1);
  };

  // Promises the data of a part as `read` understands it, or null where the file is missing or broken.
  function load(name, read) {
    if (!asked[name]) {
      asked[name] = new Promise(function (resolve) {
        var script = document.createElement("script");
        function done() {
          var data = null;
          try {
            data = given[name] ? read.apply(null, given[name]) : null;
          } catch (error) {
            data = null;
          }
          delete given[name];
          if (!data) delete asked[name];
          resolve(data);
        }
        script.onload = done;
        script.onerror = done;
        script.src = folder + name + ".js";
        document.head.appendChild(script);
      });
    }
    return asked[name];
  }

  var DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var VALUES = {};
  for (var i = 0; i < 64; i += 1) VALUES[DIGITS[i]] = i;

  // Numbers of a text: five bits a character, the lowest first.
  function numbers(text) {
    var at = 0;
    return {
      more: function () {
        return at < text.length;
      },
      next: function () {
        for (var value = 0, unit = 1; ; unit *= 32) {
          var part = VALUES[text[at++]];
          if (part === undefined) throw new Error("damaged");
          value += (part % 32) * unit;
          if (part < 32) return value;
        }
      },
    };
  }

  function sorted(text) {
    var before = "";
    return text.split(" ").map(function (entry) {
      before = before.slice(0, VALUES[entry[0]]) + entry.slice(1);
      return before;
    });
  }

  // Entries of the dictionary: the word, its list, and about how many guides it stands in.
  function readDictionary(start, text, counts, refs) {
    var back = numbers(refs);
    var next = start;
    return sorted(text).map(function (word, at) {
      var list = next - back.next();
      if (list === next) next += 1;
      return { word: word, list: list, count: Math.pow(2, VALUES[counts[at]]) };
    });
  }

  // Lists of guides by their numbers; `place` is where a list begins in the columns that say more of each guide.
  function readLists(first, sizes, documents, places, followers, others) {
    var size = numbers(sizes);
    var gap = numbers(documents);
    var all = [];
    for (var place = 0; size.more(); ) {
      var coded = size.next();
      var ids = new Int32Array(coded >> 1);
      for (var at = 0, next = 0; at < ids.length; at += 1) {
        ids[at] = next + gap.next();
        next = ids[at] + 1;
      }
      var common = coded % 2 === 1;
      all.push({ ids: ids, common: common, place: place, places: places, followers: followers, others: others });
      if (!common) place += ids.length;
    }
    return { first: first, lists: all };
  }

  function readTexts(first, texts) {
    return { first: first, texts: texts };
  }

  function readHead(head) {
    return head;
  }

  // The last of `firsts` that is not after `wanted`.
  function partOf(firsts, wanted, before) {
    var low = 0;
    for (var high = firsts.length; low < high; ) {
      var middle = (low + high) >> 1;
      if (before(wanted, firsts[middle])) high = middle;
      else low = middle + 1;
    }
    return Math.max(0, low - 1);
  }

  function less(a, b) {
    return a < b;
  }

  // The entries of all parts of a sorted list that may hold words beginning with `prefix`, up to `most` parts.
  function entries(letter, firsts, read, prefix, most) {
    var from = partOf(firsts, prefix, less);
    var to = Math.min(partOf(firsts, prefix + "\uffff", less), from + most - 1);
    var wanted = [];
    for (var at = from; at <= to; at += 1) wanted.push(load(letter + at, read));
    return Promise.all(wanted).then(function (parts) {
      if (parts.indexOf(null) >= 0) broken = true;
      return [].concat.apply([], parts.filter(Boolean));
    });
  }

  function dictionary(head, prefix, most) {
    return entries("d", head.d, readDictionary, prefix, most);
  }

  // ---- From what is typed to lists of guides

  var broken = false;

  // How many letters must be added, dropped, changed or swapped to make one word of the other; more than `most` is all one.
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    var older = [];
    var old = [];
    for (var j = 0; j <= b.length; j += 1) old.push(j);
    for (var i = 1; i <= a.length; i += 1) {
      var row = [i];
      var least = i;
      for (j = 1; j <= b.length; j += 1) {
        var cost = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, older[j - 2] + 1);
        row.push(cost);
        least = Math.min(least, cost);
      }
      if (least > most) return most + 1;
      older = old;
      old = row;
    }
    return old[b.length];
  }

  function backwards(word) {
    return Array.from(word).reverse().join("");
  }

  // Dictionary words a few letters off. A misspelt word has its beginning right or its end, so both are looked up; a
  // small site's dictionary is searched through.
  function misspelt(head, word) {
    var most = word.length > 7 ? 2 : 1;
    var kept = Math.floor(word.length / (most + 1));
    function close(found) {
      return distance(word, found, most) <= most;
    }
    function nearest(found) {
      found.forEach(function (entry) {
        entry.off = distance(word, entry.word, most);
      });
      found = found.filter(function (entry) {
        return entry.off <= most;
      });
      found.sort(function (a, b) {
        return a.off - b.off || b.count - a.count;
      });
      return found.slice(0, 4).map(function (entry) {
        return { word: entry.word, list: entry.list, count: entry.count, gain: 0.7 - 0.2 * entry.off };
      });
    }
    if (!head.r.length) return dictionary(head, "", head.d.length).then(nearest);
    var ends = entries("r", head.r, sorted, backwards(word).slice(0, kept), 2);
    return Promise.all([dictionary(head, word.slice(0, kept), 3), ends]).then(function (both) {
      var known = both[0].map(function (entry) {
        return entry.word;
      });
      var others = both[1].map(backwards).filter(function (found) {
        return close(found) && known.indexOf(found) < 0;
      });
      var looked = others.slice(0, 4).map(function (found) {
        return exact(head, found);
      });
      return Promise.all(looked).then(function (more) {
        return nearest(both[0].concat.apply(both[0], more));
      });
    });
  }

  function exact(head, word) {
    return dictionary(head, word, 1).then(function (found) {
      return found.filter(function (entry) {
        return entry.word === word;
      });
    });
  }

  // What a typed word may stand for: itself, words it begins (while it is being typed), a shorter form of it, and where
  // these find little, words a few letters off.
  function meanings(head, word, typing) {
    return dictionary(head, word, typing ? 4 : 1).then(function (found) {
      var same = found.filter(function (entry) {
        return entry.word === word;
      });
      var longer = found.filter(function (entry) {
        return typing && entry.word !== word && entry.word.indexOf(word) === 0;
      });
      longer.sort(function (a, b) {
        return a.word.length - b.word.length || b.count - a.count;
      });
      var shorter = found.filter(function (entry) {
        var rest = word.length - entry.word.length;
        return rest > 0 && rest < 5 && entry.word.length > 3 && word.indexOf(entry.word) === 0;
      });
      var all = same.map(gives(1)).concat(longer.slice(0, 12).map(gives(0.7)));
      if (!all.length) all = shorter.map(gives(0.6));
      var count = all.reduce(function (sum, entry) {
        return sum + entry.count;
      }, 0);
      if (count >= 3 || word.length < 3) return all;
      return misspelt(head, word).then(function (near) {
        return all.concat(near);
      });
    });
  }

  function gives(gain) {
    return function (entry) {
      return { word: entry.word, list: entry.list, count: entry.count, gain: gain };
    };
  }

  // Whether `phrase` stands in `typed` at `at`.
  function stands(phrase, typed, at) {
    return phrase.every(function (word, i) {
      return word === typed[at + i];
    });
  }

  function anywhere(phrase, typed) {
    return typed.some(function (word, at) {
      return stands(phrase, typed, at);
    });
  }

  // For each typed word the other words that its synonyms bring in.
  function synonyms(head, typed) {
    var others = typed.map(function () {
      return [];
    });
    head.y.forEach(function (group) {
      group.forEach(function (phrase) {
        for (var at = 0; at < typed.length; at += 1) {
          if (!stands(phrase, typed, at)) continue;
          group.forEach(function (other) {
            if (other !== phrase) others[at] = others[at].concat(other);
          });
        }
      });
    });
    return others;
  }

  // For each typed word the lists that it may stand for.
  function understand(head, typed, finished) {
    var others = synonyms(head, typed);
    return Promise.all(
      typed.map(function (word, at) {
        var last = at === typed.length - 1 && !finished;
        var looked = others[at].map(function (other) {
          return exact(head, other).then(function (found) {
            return found.map(gives(0.8));
          });
        });
        return Promise.all([meanings(head, word, last)].concat(looked)).then(function (all) {
          return [].concat.apply([], all);
        });
      }),
    );
  }

  // ---- From lists to guides

  // Up to how many KiB of lists a search loads; what is rarest and meant most surely comes first.
  var LISTS = 64;

  function listsOf(head, slots) {
    var wanted = [].concat.apply([], slots).sort(function (a, b) {
      return b.gain - a.gain || a.count - b.count;
    });
    var parts = {};
    var weight = 0;
    wanted.forEach(function (entry) {
      var part = partOf(head.p, entry.list, function (list, first) {
        return list < first[0];
      });
      if (parts[part]) return;
      if (weight && weight + head.p[part][1] > LISTS) return;
      if (!asked["p" + part]) weight += head.p[part][1];
      parts[part] = load("p" + part, readLists);
    });
    var loads = Object.keys(parts).map(function (part) {
      return parts[part];
    });
    return Promise.all(loads).then(function (all) {
      if (all.indexOf(null) >= 0) broken = true;
      var lists = {};
      all.filter(Boolean).forEach(function (part) {
        part.lists.forEach(function (list, at) {
          lists[part.first + at] = list;
        });
      });
      return lists;
    });
  }

  // Scores every guide that holds one of the words. Those that hold all come first.
  function rank(head, slots, lists) {
    var found = {};
    slots.forEach(function (slot, number) {
      slot.forEach(function (entry) {
        var list = lists[entry.list];
        if (!list) return;
        var rarity = Math.log(1 + (head.n - list.ids.length + 0.5) / (list.ids.length + 0.5));
        list.ids.forEach(function (id, at) {
          var place = list.common ? 16 : VALUES[list.places[list.place + at]];
          var score = entry.gain * rarity * ((place >> 3) + 0.5);
          var guide = found[id] || (found[id] = { id: id, best: {}, section: 0, top: 0 });
          guide.best[number] = Math.max(guide.best[number] || 0, score);
          if (!list.common && score > guide.top) {
            guide.top = score;
            guide.section = place & 7;
          }
        });
      });
    });
    var guides = Object.keys(found).map(function (id) {
      var guide = found[id];
      var hits = Object.keys(guide.best);
      guide.score = hits.reduce(function (sum, number) {
        return sum + guide.best[number];
      }, 0);
      guide.all = hits.length;
      return guide;
    });
    return guides.sort(function (a, b) {
      return b.all - a.all || b.score - a.score || a.id - b.id;
    });
  }

  // Which of twelve classes a word belongs to, as src/search/collect.rs reckons.
  function bucket(word) {
    var hash = 0;
    for (var i = 0; i < word.length; i += 1) hash = (hash * 31 + word.charCodeAt(i)) % 65521;
    return hash % 12;
  }

  // Whether in guide `id` the word of one slot may be followed by `word`. One time in twelve it only seems so.
  function followed(slot, lists, id, word) {
    var bit = bucket(word);
    return slot.some(function (entry) {
      var list = entry.gain === 1 && lists[entry.list];
      var at = list ? list.ids.indexOf(id) : -1;
      if (at < 0 || list.common) return at >= 0;
      var column = bit < 6 ? list.followers : list.others;
      return (VALUES[column[list.place + at]] >> bit % 6) & 1;
    });
  }

  // Whether guide `id` may hold the words of a phrase in this order.
  function holds(phrase, slots, lists, id) {
    return phrase.words.every(function (word, i) {
      var slot = slots[phrase.at + i];
      if (i + 1 < phrase.words.length) return followed(slot, lists, id, phrase.words[i + 1]);
      return slot.some(function (entry) {
        return lists[entry.list] && lists[entry.list].ids.indexOf(id) >= 0;
      });
    });
  }

  // ---- What is shown

  var SHOWN = 10;

  // A piece of text in which numbers keep their order, also within Urdu.
  function isolated(parent, text) {
    text.split(/(\+?\p{Nd}[\p{Nd} ().-]+\p{Nd})/u).forEach(function (piece, at) {
      if (at % 2 === 0) return parent.append(piece);
      var number = document.createElement("bdi");
      number.dir = "ltr";
      number.textContent = piece;
      parent.append(number);
    });
  }

  // Text with the words that were found marked.
  function marked(parent, text, known) {
    var at = 0;
    var plain = "";
    text.replace(WORD, function (word, start) {
      plain += text.slice(at, start);
      at = start + word.length;
      if (!known.has(fold(word))) {
        plain += word;
        return "";
      }
      isolated(parent, plain);
      plain = "";
      var mark = document.createElement("mark");
      mark.textContent = word;
      parent.append(mark);
      return "";
    });
    isolated(parent, plain + text.slice(at));
  }

  function hits(text, known) {
    var seen = new Set(
      words(text).filter(function (word) {
        return known.has(word);
      }),
    );
    return seen.size;
  }

  // The section to lead to and the sentence to show: of the section where the words weigh most, else the best of all.
  function passage(texts, section, known) {
    var best = { hits: 0, section: null, text: "" };
    texts.forEach(function (part, number) {
      var bonus = Math.min(number, 7) === section ? 0.5 : 0;
      if (number && hits(part[1], known) + bonus > best.hits) {
        best = { hits: hits(part[1], known) + bonus, section: part, text: part[2][0] || "" };
      }
      part[2].forEach(function (sentence) {
        var count = hits(sentence, known);
        if (count && count + bonus > best.hits) best = { hits: count + bonus, section: part, text: sentence };
      });
    });
    return best;
  }

  function result(text, section, known) {
    var best = passage(text[4], section, known);
    var item = document.createElement("li");
    var link = document.createElement("a");
    var kind = document.createElement("span");
    link.href = text[0] + (best.section && best.section[0] ? "#" + best.section[0] : "");
    marked(link, text[2], known);
    kind.className = "kind";
    kind.textContent = box.getAttribute("data-kind-" + text[1]) || "";
    item.append(link, " ", kind);
    if (best.section && best.section[1]) line(item, "place", best.section[1], known);
    line(item, "snippet", shortened(best.text, known) || text[3], known);
    return item;
  }

  function line(item, name, text, known) {
    if (!text) return;
    var p = document.createElement("p");
    p.className = name;
    marked(p, text, known);
    item.append(p);
  }

  // A long sentence around its first word that was found.
  function shortened(text, known) {
    if (text.length <= 220) return text;
    var start = 0;
    text.replace(WORD, function (word, at) {
      if (!start && at > 120 && known.has(fold(word))) start = text.indexOf(" ", at - 90) + 1;
      return "";
    });
    var end = text.length > start + 220 ? text.lastIndexOf(" ", start + 220) : text.length;
    return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  }

  function show(head, guides, known) {
    var firsts = head.t;
    var shown = guides.slice(0, SHOWN);
    var loads = shown.map(function (guide) {
      return load("t" + partOf(firsts, guide.id, less), readTexts);
    });
    return Promise.all(loads).then(function (parts) {
      if (parts.indexOf(null) >= 0) broken = true;
      return shown
        .map(function (guide, at) {
          return parts[at] && result(parts[at].texts[guide.id - parts[at].first], guide.section, known);
        })
        .filter(Boolean);
    });
  }

  // ---- The box

  var run = 0;
  var timer;

  function say(name, count) {
    status.textContent = name ? box.getAttribute("data-" + name).replace("{count}", count) : "";
  }

  function clear() {
    run += 1;
    list.textContent = "";
    near.hidden = true;
    if (urgent) urgent.hidden = true;
    box.classList.remove("busy");
    say("");
  }

  // The words of a query, and where those in quotes stand among them.
  function parse(text) {
    var typed = [];
    var phrases = [];
    text.split(/["“”«»„]/).forEach(function (piece, at) {
      var found = words(piece);
      if (at % 2 && found.length > 1) phrases.push({ at: typed.length, words: found });
      typed = typed.concat(found);
    });
    typed = typed.slice(0, 12);
    return { words: typed, phrases: phrases, finished: !/[\p{Alphabetic}\p{M}\p{N}]$/u.test(text) };
  }

  function search() {
    var text = input.value;
    var query = parse(text);
    clear();
    if (!query.words.length) return;
    var mine = run;
    broken = false;
    box.classList.add("busy");
    say("loading");
    load("head", readHead)
      .then(function (head) {
        if (!head) return say("broken");
        if (mine !== run) return;
        return answer(head, query, mine);
      })
      .then(function () {
        if (mine === run) box.classList.remove("busy");
      });
  }

  function answer(head, query, mine) {
    if (urgent) {
      urgent.hidden = !head.u.some(function (phrase) {
        return anywhere(phrase, query.words);
      });
    }
    return understand(head, query.words, query.finished).then(function (slots) {
      if (mine !== run) return;
      return listsOf(head, slots).then(function (lists) {
        var guides = rank(head, slots, lists).filter(function (guide) {
          return query.phrases.every(function (phrase) {
            return holds(phrase, slots, lists, guide.id);
          });
        });
        return known(head, slots).then(function (words) {
          return show(head, guides, words).then(function (items) {
            if (mine !== run) return;
            list.append.apply(list, items);
            say(broken ? "broken" : items.length ? "found" : "none", guides.length);
            if (!items.length) return suggest(head, query.words, mine);
          });
        });
      });
    });
  }

  // Every written form of the words that were found, to be marked: forms with one stem share a list.
  function known(head, slots) {
    var lists = {};
    var forms = new Set();
    var looked = [];
    slots.forEach(function (slot) {
      slot.forEach(function (entry) {
        lists[entry.list] = true;
        forms.add(entry.word);
        looked.push(dictionary(head, entry.word, 1));
      });
    });
    return Promise.all(looked).then(function (all) {
      all.forEach(function (part) {
        part.forEach(function (entry) {
          if (lists[entry.list]) forms.add(entry.word);
        });
      });
      return forms;
    });
  }

  // Words of the guides that look most like what was typed.
  function suggest(head, typed, mine) {
    var word = typed[typed.length - 1];
    return dictionary(head, word.slice(0, 2), 2).then(function (found) {
      if (mine !== run) return;
      found = found.map(function (entry) {
        return { word: entry.word, off: distance(word, entry.word, 4) };
      });
      found.sort(function (a, b) {
        return a.off - b.off || (a.word < b.word ? -1 : 1);
      });
      var row = near.querySelector("span");
      row.textContent = "";
      found.slice(0, 3).forEach(function (entry) {
        var button = document.createElement("button");
        button.type = "button";
        button.textContent = entry.word;
        button.addEventListener("click", function () {
          input.value = typed.slice(0, -1).concat(entry.word).join(" ");
          input.focus();
          search();
        });
        row.append(button, " ");
      });
      near.hidden = !found.length;
    });
  }

  function forget() {
    input.value = "";
    clear();
  }

  // Up and down through the results, Enter for the first one, Esc to begin again.
  box.addEventListener("keydown", function (event) {
    var links = Array.from(list.querySelectorAll("a"));
    var stops = [input].concat(links);
    var at = stops.indexOf(document.activeElement);
    if (event.key === "Escape") {
      forget();
      input.focus();
    } else if (event.key === "Enter" && at === 0 && links.length) {
      links[0].click();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && at >= 0) {
      var next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) next.focus();
    } else {
      return;
    }
    event.preventDefault();
  });

  input.addEventListener("input", function () {
    clearTimeout(timer);
    if (!words(input.value).length) return clear();
    if (!asked.head) say("loading");
    timer = setTimeout(search, 120);
  });

  // Nothing stays in the box for who comes next, also where the browser keeps the page or what was typed.
  addEventListener("pagehide", forget);
  addEventListener("pageshow", forget);
  box.hidden = false;
})();
