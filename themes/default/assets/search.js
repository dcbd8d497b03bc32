// Search without a server: reads the index that the build made, part by part, as src/search/mod.rs describes it.
// Parts are scripts that call lamplight(name, …data), since a page from a folder may load scripts but read no file.
// Nothing is stored, sent, or put into the address.
(function () {
  "use strict";

  var box = document.getElementById("_search");
  if (!box) return;
  var input = document.getElementById("_query");
  var list = box.querySelector("ol");
  var status = document.getElementById("_said");
  var near = document.getElementById("_near");
  var urgent = document.getElementById("_urgent");
  var home = box.parentNode;
  var folder = box.getAttribute("data-index");

  // ---- Words

  var WORD = /[\p{Alphabetic}\p{M}\p{N}'’\u200c\u200d]+/gu;
  var NO_WORD = /[^\p{Alphabetic}\p{M}\p{N}]/gu;
  var DROPPED = /[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]/g;
  var LETTERS = { "ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ە": "ہ", "ة": "ۃ", "ς": "σ" };
  // Scripts without spaces: the browser knows their words, as the build does. An old browser takes a run as one word.
  var NO_SPACES = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]/;
  var segmenter = window.Intl && Intl.Segmenter && new Intl.Segmenter([], { granularity: "word" });
  var folds = new Map();

  // A digit of any script: its zero is the first of its row.
  function digit(character) {
    var code = character.codePointAt(0);
    var zero = code;
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(code - zero);
  }

  // As src/search/fold.rs folds the words of guides.
  function fold(word) {
    if (/^[a-z0-9]+$/.test(word)) return word;
    var folded = folds.get(word);
    if (folded === undefined) {
      folded = word
        .normalize("NFKD")
        .toLowerCase()
        .replace(DROPPED, "")
        .replace(/[يىكهەةς]/g, letter => LETTERS[letter])
        .replace(/(?![0-9])\p{Nd}/gu, digit)
        .replace(NO_WORD, "");
      folds.set(word, folded);
    }
    return folded;
  }

  // Calls `take` with each word of a text as it is written, and where it begins.
  function each(text, take) {
    text.replace(WORD, function (run, start) {
      if (!segmenter || !NO_SPACES.test(run)) return take(run, start);
      Array.from(segmenter.segment(run), function (part) {
        take(part.segment, start + part.index);
      });
    });
  }

  function words(text) {
    var found = [];
    each(text, function (word) {
      if (fold(word)) found.push(fold(word));
    });
    return found;
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
      more: () => at < text.length,
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

  // The last of `firsts` that is not after `wanted`.
  function partOf(firsts, wanted) {
    var low = 0;
    for (var high = firsts.length; low < high; ) {
      var middle = (low + high) >> 1;
      if (wanted < firsts[middle]) high = middle;
      else low = middle + 1;
    }
    return Math.max(0, low - 1);
  }

  // The entries of all parts of a sorted list that may hold words beginning with `prefix`, up to `most` parts.
  function entries(letter, firsts, read, prefix, most) {
    var from = partOf(firsts, prefix);
    var to = Math.min(partOf(firsts, prefix + "\uffff"), from + most - 1);
    var wanted = [];
    for (var at = from; at <= to; at += 1) wanted.push(load(letter + at, read));
    return Promise.all(wanted).then(function (parts) {
      if (parts.indexOf(null) >= 0) broken = true;
      return [].concat(...parts.filter(Boolean));
    });
  }

  function dictionary(head, prefix, most) {
    return entries("d", head.d, readDictionary, prefix, most);
  }

  // ---- From what is typed to words of the guides

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

  // How many letters of a word may be wrong. None of a number: another number is another helpline.
  function slips(word) {
    return word.length < 4 || /[0-9]/.test(word) ? 0 : word.length > 7 ? 2 : 1;
  }

  function begins(word, beginning) {
    return word.slice(0, beginning.length) === beginning;
  }

  function backwards(word) {
    return Array.from(word).reverse().join("");
  }

  // Words of the dictionary that are at most `most` letters off, the nearest first. A misspelt word has its beginning
  // right or its end, so both are looked up; a small site's dictionary is searched through.
  function nearest(head, word, most) {
    function near(found) {
      return found
        .map(function (entry) {
          return { word: entry.word, list: entry.list, count: entry.count, off: distance(word, entry.word, most) };
        })
        .filter(entry => entry.off && entry.off <= most && slips(entry.word))
        .sort((a, b) => a.off - b.off || b.count - a.count);
    }
    if (!head.r.length) return dictionary(head, "", head.d.length).then(near);
    var kept = Math.max(1, Math.floor(word.length / (most + 1)));
    var ends = entries("r", head.r, sorted, backwards(word).slice(0, kept), 2);
    return Promise.all([dictionary(head, word.slice(0, kept), 3), ends]).then(function (both) {
      var others = both[1].map(backwards).filter(found => !begins(found, word.slice(0, kept)) && distance(word, found, most) <= most);
      return all(
        others.slice(0, 4).map(found => exact(head, found)),
      ).then(more => near(both[0].concat(more)));
    });
  }

  // One list of what several promises give.
  function all(promises) {
    return Promise.all(promises).then(lists => [].concat(...lists));
  }

  function exact(head, word) {
    return dictionary(head, word, 1).then(found => found.filter(entry => entry.word === word));
  }

  // What a typed word may stand for is a list of options. Each has one or more entries of the dictionary that stand for
  // it together, and a gain: how surely it is meant.
  function option(gain, entries) {
    return { gain: gain, entries: entries };
  }

  // A word may stand for itself, for words it begins, for a shorter form of it, and where these find little, for words a
  // few letters off. A number that is typed to its end stands for itself only.
  function meanings(head, word, typing) {
    return dictionary(head, word, typing ? 4 : 1).then(function (found) {
      var same = found.filter(entry => entry.word === word);
      var options = same.map(entry => option(1, [entry]));
      options = options.concat(longer(found, word, typing));
      if (!options.length) options = shorter(found, word);
      var count = options.reduce((sum, one) => sum + one.entries[0].count, 0);
      options.sure = same.length > 0;
      if (count > 2 || !slips(word)) return options;
      return nearest(head, word, slips(word)).then(function (near) {
        near.slice(0, 4).forEach(function (entry) {
          options.push(option((0.7 - 0.2 * entry.off) * (same.length ? 0.4 : 1), [entry]));
        });
        return options;
      });
    });
  }

  // Words that begin with `word`: any while it is typed, those that many guides have and that lack few letters first;
  // afterwards those with another ending.
  function longer(found, word, typing) {
    if (!typing && slips(word) < 1) return [];
    function rank(entry) {
      return Math.log2(entry.count) - 0.5 * (entry.word.length - word.length);
    }
    return found
      .filter(function (entry) {
        var more = entry.word.length - word.length;
        return more > 0 && begins(entry.word, word) && (typing || more < 4);
      })
      .sort((a, b) => rank(b) - rank(a))
      .slice(0, 12)
      .map((entry, at) => option(typing ? 0.75 - 0.03 * at : 0.5, [entry]));
  }

  function shorter(found, word) {
    return found
      .filter(function (entry) {
        var rest = word.length - entry.word.length;
        return slips(word) && slips(entry.word) && rest > 0 && rest < 5 && begins(word, entry.word);
      })
      .map(entry => option(0.6, [entry]));
  }

  // Where in what is typed a phrase stands: a list of places. `alike` compares its words with typed ones, by their place.
  function places(phrase, typed, alike) {
    var found = [];
    for (var at = 0; at + phrase.length <= typed.length; at += 1) {
      var stands = phrase.every((word, i) => word === typed[at + i] || alike(word, at + i));
      if (stands) found.push(at);
    }
    return found;
  }

  // Adds what groups of synonyms say to the options of typed words. Where the guides don't have a word, it may be a
  // synonym that is misspelt or not yet whole: Roman Urdu has no settled spelling.
  function addSynonyms(head, typed, slots, typing) {
    var wanted = [];
    function alike(word, at) {
      var mine = typed[at];
      if (slots[at].sure) return false;
      if (typing && at === typed.length - 1 && mine.length > 2 && begins(word, mine)) return true;
      return distance(mine, word, slips(mine)) <= slips(mine);
    }
    head.y.forEach(function (group) {
      group.forEach(function (phrase) {
        places(phrase, typed, alike).forEach(function (at) {
          group.forEach(function (other) {
            if (other !== phrase) wanted.push({ at: at, size: phrase.length, words: other });
          });
        });
      });
    });
    return Promise.all(
      wanted.map(function (want) {
        var looked = want.words.map(word => exact(head, word));
        return all(looked).then(function (entries) {
          if (!entries.length || entries.length < want.words.length) return;
          for (var i = 0; i < want.size; i += 1) slots[want.at + i].push(option(0.9, entries));
        });
      }),
    );
  }

  // For each typed word its options.
  function understand(head, typed, typing) {
    var looked = typed.map((word, at) => meanings(head, word, typing && at === typed.length - 1));
    return Promise.all(looked).then(slots => addSynonyms(head, typed, slots, typing).then(() => slots));
  }

  // ---- From words to guides

  // Up to how many KiB of lists a search loads; what is meant most surely and is rarest comes first.
  var LISTS = 64;

  function listsOf(head, slots) {
    var wanted = [];
    slots.forEach(function (options) {
      options.forEach(function (one) {
        one.entries.forEach(function (entry) {
          wanted.push({ gain: one.gain, count: entry.count, list: entry.list });
        });
      });
    });
    wanted.sort((a, b) => b.gain - a.gain || a.count - b.count);
    var parts = {};
    var weight = 0;
    wanted.forEach(function (entry) {
      var part = partOf(head.p, entry.list);
      if (parts[part] || (weight && weight + head.k[part] > LISTS)) return;
      weight += head.k[part];
      parts[part] = load("p" + part, readLists);
    });
    var loads = Object.keys(parts).map(part => parts[part]);
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

  // The best option of a typed word in each guide: its score, and the section.
  function slotScores(head, options, lists) {
    var best = new Float32Array(head.n);
    var sections = new Uint8Array(head.n);
    options.forEach(function (one) {
      var size = one.entries.length;
      var sum = new Float32Array(head.n);
      var met = new Uint8Array(head.n);
      one.entries.forEach(function (entry) {
        var list = lists[entry.list];
        if (!list) return;
        for (var at = 0; at < list.ids.length; at += 1) {
          var id = list.ids[at];
          var place = list.common ? 16 : VALUES[list.places[list.place + at]];
          sum[id] += (one.gain * ((place >> 3) + 0.5)) / size;
          met[id] += 1;
          // Half a phrase is not what was meant.
          if (met[id] === size && sum[id] > best[id]) {
            best[id] = sum[id];
            sections[id] = place & 7;
          }
        }
      });
    });
    return { best: best, sections: sections };
  }

  // Guides in the order of their scores. All typed words count before any, a rare one more than one that most guides have,
  // and words that follow each other as they were typed a little more.
  function rank(head, typed, slots, lists) {
    var n = head.n;
    var total = new Float32Array(n);
    var covered = new Float32Array(n);
    var tops = new Float32Array(n);
    var sections = new Uint8Array(n);
    var whole = 0;
    slots.forEach(function (options) {
      var slot = slotScores(head, options, lists);
      var count = slot.best.filter(Boolean).length;
      if (!count) return;
      var rarity = Math.log(1 + (n - count + 0.5) / (count + 0.5));
      whole += rarity;
      for (var id = 0; id < n; id += 1) {
        var score = slot.best[id] * rarity;
        if (!score) continue;
        total[id] += score;
        covered[id] += rarity;
        if (score > tops[id]) {
          tops[id] = score;
          sections[id] = slot.sections[id];
        }
      }
    });
    for (var at = 0; at + 1 < typed.length; at += 1) {
      holders(head, slots[at], lists, typed[at + 1]).forEach(function (mark, id) {
        total[id] *= 1 + (0.3 * mark) / (typed.length - 1);
      });
    }
    var guides = [];
    for (var id = 0; id < n; id += 1) {
      if (total[id]) guides.push({ id: id, score: (total[id] * covered[id]) / whole, section: sections[id] });
    }
    return guides.sort((a, b) => b.score - a.score || a.id - b.id);
  }

  // What says far less of the words than the first one is left out.
  function relevant(guides) {
    return guides.filter(guide => guide.score >= 0.2 * guides[0].score);
  }

  // Which of twelve classes a word belongs to, as src/search/collect.rs reckons.
  function bucket(word) {
    var hash = 0;
    for (var i = 0; i < word.length; i += 1) hash = (hash * 31 + word.charCodeAt(i)) % 65521;
    return hash % 12;
  }

  // Marks the guides that hold a word of one slot; with `next`, those where that word may follow it: a class says so, so
  // one time in twelve it only seems so.
  function holders(head, options, lists, next) {
    var marks = new Uint8Array(head.n);
    var bit = next && bucket(next);
    options.forEach(function (one) {
      var list = one.gain === 1 && lists[one.entries[0].list];
      if (!list) return;
      var column = bit < 6 ? list.followers : list.others;
      list.ids.forEach(function (id, at) {
        if (!next || list.common || (VALUES[column[list.place + at]] >> bit % 6) & 1) marks[id] = 1;
      });
    });
    return marks;
  }

  // The guides that may hold every phrase.
  function inOrder(head, guides, phrases, slots, lists) {
    phrases.forEach(function (phrase) {
      phrase.words.forEach(function (word, i) {
        var marks = holders(head, slots[phrase.at + i], lists, phrase.words[i + 1]);
        guides = guides.filter(guide => marks[guide.id]);
      });
    });
    return guides;
  }

  // ---- What is shown

  var SHOWN = 10;

  // A piece of text in which numbers keep their order, also within Urdu.
  function isolated(parent, text) {
    text.split(/(\+?\p{Nd}[\p{Nd} ().-]+\p{Nd})/u).forEach(function (piece, at) {
      if (at % 2 === 0) return parent.append(piece);
      var number = document.createElement("bdi");
      number.dir = "ltr";
      number.append(piece);
      parent.append(number);
    });
  }

  // Text with the words that were found marked.
  function marked(parent, text, known) {
    var end = 0;
    each(text, function (word, start) {
      if (!known.has(fold(word))) return;
      isolated(parent, text.slice(end, start));
      end = start + word.length;
      var mark = document.createElement("mark");
      mark.append(word);
      parent.append(mark);
    });
    isolated(parent, text.slice(end));
  }

  function hits(text, known) {
    return new Set(words(text).filter(known.has, known)).size;
  }

  // The section to lead to and the sentence to show: the one with most of the words, best in the section where they weigh
  // most.
  function passage(sections, wanted, known) {
    var best = { hits: 0, anchor: "", heading: "", text: "" };
    sections.forEach(function (section, number) {
      var bonus = Math.min(number, 7) === wanted ? 0.5 : 0;
      function offer(text, shown) {
        var count = hits(text, known);
        if (!count || count + bonus <= best.hits) return;
        best = { hits: count + bonus, anchor: section[0], heading: section[1], text: shown };
      }
      if (number) offer(section[1], section[2][0] || "");
      section[2].forEach(function (sentence) {
        offer(sentence, sentence);
      });
    });
    return best;
  }

  function result(text, section, known) {
    var best = passage(text[4], section, known);
    var item = document.createElement("li");
    var link = document.createElement("a");
    var kind = document.createElement("span");
    link.href = text[0] + (best.anchor && "#" + best.anchor);
    marked(link, text[2], known);
    kind.className = "kind";
    kind.append(box.getAttribute("data-kind-" + text[1]) || "");
    item.append(link, " ", kind);
    line(item, "place", best.heading, known);
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
    var first = -1;
    each(text, function (word, at) {
      if (first < 0 && known.has(fold(word))) first = at;
    });
    var start = first > 120 ? text.indexOf(" ", first - 90) + 1 : 0;
    var end = text.length > start + 220 ? text.lastIndexOf(" ", start + 220) : text.length;
    if (end <= start) end = start + 220;
    return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  }

  function results(head, guides, known) {
    var shown = guides.slice(0, SHOWN);
    var loads = shown.map(guide => load("t" + partOf(head.t, guide.id), readTexts));
    return Promise.all(loads).then(function (parts) {
      if (parts.indexOf(null) >= 0) broken = true;
      return shown
        .map(function (guide, at) {
          var text = parts[at] && parts[at].texts[guide.id - parts[at].first];
          return text && result(text, guide.section, known);
        })
        .filter(Boolean);
    });
  }

  // Every written form of the words that were found, to be marked: forms with one stem share a list.
  function formsOf(head, slots) {
    var lists = {};
    var looked = [];
    slots.forEach(function (options) {
      options.forEach(function (one) {
        one.entries.forEach(function (entry) {
          lists[entry.list] = true;
          looked.push(dictionary(head, entry.word, 1));
        });
      });
    });
    return Promise.all(looked).then(function (parts) {
      var forms = new Set();
      new Set(parts).forEach(function (part) {
        part.forEach(function (entry) {
          if (lists[entry.list]) forms.add(entry.word);
        });
      });
      return forms;
    });
  }

  // ---- The box

  // Counts searches: what comes back for an older one is thrown away.
  var run = 0;
  var timer;
  // Whether the reader waits for the results by pressing Enter.
  var hurried = false;

  function message(name, count) {
    return box.getAttribute("data-" + name).replace("{count}", count);
  }

  function busy(is) {
    list.setAttribute("aria-busy", is);
  }

  function clear() {
    run += 1;
    clearTimeout(timer);
    hurried = false;
    list.textContent = status.textContent = near.textContent = "";
    home.append(urgent);
    busy(false);
  }

  // The words of a query, and where those in quotes stand among them.
  function parse(text) {
    var typed = [];
    var phrases = [];
    text.split(/["“”«»„]/).forEach(function (piece, at) {
      var found = words(piece).slice(0, 12 - typed.length);
      if (at % 2 && found.length > 1) phrases.push({ at: typed.length, words: found });
      typed = typed.concat(found);
    });
    return { words: typed, phrases: phrases, typing: /[\p{Alphabetic}\p{M}\p{N}]$/u.test(text) };
  }

  // Long words of somebody in distress may be misspelt.
  function isUrgent(head, typed) {
    function alike(word, at) {
      return word.length > 5 && distance(word, typed[at], slips(word)) <= slips(word);
    }
    return head.u.some(phrase => places(phrase, typed, alike).length);
  }

  function search() {
    clearTimeout(timer);
    var query = parse(input.textContent);
    var mine = (run += 1);
    broken = false;
    load("head", head => head)
      .then(function (head) {
        if (mine !== run) return;
        home.append(urgent);
        if (isUrgent(head, query.words)) status.before(urgent);
        return answer(head, query, mine);
      })
      // Also where the head itself is missing.
      .catch(function () {
        if (mine === run) show([], message("broken"));
      });
  }

  function answer(head, query, mine) {
    return understand(head, query.words, query.typing).then(function (slots) {
      return Promise.all([listsOf(head, slots), formsOf(head, slots)]).then(function (both) {
        if (mine !== run) return;
        var guides = inOrder(head, relevant(rank(head, query.words, slots, both[0])), query.phrases, slots, both[0]);
        return results(head, guides, both[1]).then(function (items) {
          var said = broken ? "broken" : items.length ? "found" : "none";
          var wait = items.length ? Promise.resolve([]) : nearest(head, query.words[query.words.length - 1], 3);
          return wait.then(function (others) {
            if (mine === run) show(items, message(said, guides.length), query.words, others.slice(0, 3));
          });
        });
      });
    });
  }

  function show(items, said, typed, others) {
    list.textContent = near.textContent = "";
    list.append(...items);
    // What matters most is said first.
    status.textContent = (box.contains(urgent) ? urgent.querySelector("h2").textContent + " " : "") + said;
    if (others && others.length) suggest(typed, others);
    busy(false);
    if (hurried) step(document.activeElement, 1);
    hurried = false;
  }

  // Words of the guides that look most like the last one that was typed.
  function suggest(typed, others) {
    near.append(message("near"));
    others.forEach(function (entry) {
      var button = document.createElement("button");
      button.type = "button";
      button.append(entry.word);
      button.addEventListener("click", function () {
        input.textContent = typed.slice(0, -1).concat(entry.word).join(" ") + " ";
        input.focus();
        changed();
      });
      near.append(" ", button);
    });
  }

  // Moves from what is in focus to what comes before or after it: the box, helplines, suggestions, results.
  function step(from, by) {
    var stops = [input, ...box.querySelectorAll("a, button")];
    var at = stops.indexOf(from) + by;
    if (at >= 0 && at < stops.length) stops[at].focus();
  }

  function forget() {
    input.textContent = "";
    clear();
  }

  // Up and down through the results, Enter from the box to the first, Esc to begin again.
  box.addEventListener("keydown", function (event) {
    if (event.isComposing) return;
    var up = event.key === "ArrowUp";
    if (event.key === "Escape") {
      forget();
      input.focus();
    } else if (up || event.key === "ArrowDown") {
      step(document.activeElement, up ? -1 : 1);
    } else if (event.key === "Enter" && event.target === input) {
      if (list.getAttribute("aria-busy") === "true") hurried = true;
      else step(input, 1);
    } else {
      return;
    }
    event.preventDefault();
  });

  function changed() {
    if (!words(input.textContent).length) return clear();
    hurried = false;
    busy(true);
    run += 1;
    if (!asked.head) status.textContent = message("loading");
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  }

  input.addEventListener("input", changed);

  // Nothing stays in the box for who comes next, also where the browser keeps the page.
  addEventListener("pagehide", forget);
  // What is of use with a script only is said by the script: text browsers show what is hidden, too.
  box.querySelectorAll("[data-text]").forEach(part => part.append(part.dataset.text));
  box.hidden = false;
})();
