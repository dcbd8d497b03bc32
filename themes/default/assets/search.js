// Search without a server: reads the index that the build made, part by part, as src/search/mod.rs describes it.
// Parts are scripts that call lamplight(name, data), since a page from a folder may load scripts but read no file.
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
  var letters = document.getElementById("_letter");
  var home = box.parentNode;
  var folder = box.dataset.index;

  // ---- Words

  var WORD = /[\p{Alphabetic}\p{M}\p{N}'’\u200c\u200d]+/gu;
  var NO_WORD = /[^\p{Alphabetic}\p{M}\p{N}]/gu;
  // Whether a text begins or ends within a word.
  var WORD_START = /^[\p{Alphabetic}\p{M}\p{N}]/u;
  var WORD_END = /[\p{Alphabetic}\p{M}\p{N}]$/u;
  var DROPPED = /['’\u200c\u200d\u0300-\u036f\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]/g;
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
    return code - zero;
  }

  // Folds all but what stands between words.
  function simplified(text) {
    return text
      .normalize("NFKD")
      .toLowerCase()
      .replace(DROPPED, "")
      .replace(/[يىكهەةς]/g, letter => LETTERS[letter])
      .replace(/(?![0-9])\p{Nd}/gu, digit);
  }

  // As src/search/fold.rs folds the words of guides.
  function fold(word) {
    if (/^[a-z0-9]+$/.test(word)) return word;
    var folded = folds.get(word);
    if (folded === undefined) {
      folded = simplified(word).replace(NO_WORD, "");
      folds.set(word, folded);
    }
    return folded;
  }

  function isRun(text) {
    return segmenter && NO_SPACES.test(text);
  }

  // Calls `take` with each word of a text as it is written, and where it begins.
  function each(text, take) {
    text.replace(WORD, (run, start) => {
      if (!isRun(run)) return take(run, start);
      for (var part of segmenter.segment(run)) take(part.segment, start + part.index);
    });
  }

  function words(text) {
    var found = [];
    each(text, word => {
      word = fold(word);
      if (word) found.push(word);
    });
    return found;
  }

  // ---- Parts of the index

  // What is known before anything else: src/search/index.rs says what it is.
  var head;
  var given = {};
  var asked = {};
  var broken = false;
  window.lamplight = (name, data) => (given[name] = data);

  // Promises the data of a part as `read` understands it, or nothing where the file is missing or broken.
  function load(name, read) {
    if (!asked[name]) {
      asked[name] = new Promise(resolve => {
        function take() {
          try {
            resolve(read(...given[name]));
          } catch (error) {
            broken = true;
            delete asked[name];
            resolve();
          }
          delete given[name];
        }
        // In the file that holds all pages each part is there.
        if (given[name]) return take();
        var script = document.createElement("script");
        script.onload = script.onerror = take;
        script.src = folder + name + ".js";
        document.head.append(script);
      });
    }
    return asked[name];
  }

  // The digits are A to Z, a to z, 0 to 9, - and _.
  var VALUES = new Uint8Array(128);
  var digits = 0;
  "AZaz09--__".replace(/../g, row => {
    for (var at = row.charCodeAt(0); at <= row.charCodeAt(1); at += 1) VALUES[at] = digits++;
  });

  function value(text, at) {
    return VALUES[text.charCodeAt(at)];
  }

  // Numbers of so many bits from a text, six in a character, the highest first. `some` tells by itself how many it has.
  function bits(text) {
    var at = 0;
    var held = 0;
    var count = 0;
    function take(size) {
      for (; count < size; count += 6) held = (held << 6) | VALUES[text.charCodeAt(at++)];
      count -= size;
      return (held >>> count) & ((1 << size) - 1);
    }
    function see(size) {
      var seen = take(size);
      count += size;
      return seen;
    }
    function some() {
      var size = take(5);
      return (1 << size) | take(size);
    }
    return { see, take, some };
  }

  function sorted(text) {
    var before = "";
    return text.split(" ").map(entry => (before = before.slice(0, value(entry, 0)) + entry.slice(1)));
  }

  // The words of the dictionary that were met so far, by their list: forms with one stem share it.
  var met = new Map();

  // Entries of the dictionary: the word, its list, and about how many guides it stands in.
  function readDictionary(next, text, columns) {
    var from = bits(columns);
    return sorted(text).map(word => {
      var count = 1 << from.take(4);
      var list = from.take(1) ? next - from.some() : next++;
      if (met.has(list)) met.get(list).push(word);
      else met.set(list, [word]);
      return { word, count, list };
    });
  }

  // What any twelve bits begin with: 16 times the symbol, and how many bits its code has.
  var table = new Uint16Array(4096);

  function readHead(data) {
    head = data;
    for (var size = 1, at = 0; size < 13; size += 1) {
      for (var i = 0; i < head.c.length; i += 1) {
        if (value(head.c, i) === size) table.fill(16 * i + size, at, (at += 4096 >> size));
      }
    }
  }

  // A list as src/search/lists.rs writes it: guides by their numbers; unless it is common, of each how much the word
  // weighs there and the section (`places`), and which classes of words follow it, a bit for each.
  function readList(text) {
    var from = bits(text);
    var common = from.take(1);
    var ids = new Int32Array(from.some());
    var places = new Uint8Array(ids.length);
    var followers = new Uint8Array(ids.length);
    var next = from.some() - 1;
    var k = from.take(4);
    for (var at = 0; at < ids.length; at += 1) {
      for (; from.take(1); ) next += 1 << k;
      next += from.take(k);
      ids[at] = next++;
      if (common) continue;
      var symbol = table[from.see(12)];
      from.take(symbol & 15);
      places[at] = symbol >> 6;
      symbol = (symbol >> 4) & 3;
      followers[at] = symbol > 2 ? from.take(8) : (symbol && 1 << from.take(3)) | (symbol > 1 && 1 << from.take(3));
    }
    return { ids, common, places, followers };
  }

  // The characters of each list of a part.
  function readLists(lengths, text) {
    var length = bits(lengths);
    var lists = [];
    for (var at = 0; at < text.length; ) lists.push(text.slice(at, (at += length.some())));
    return lists;
  }

  // The last of `firsts` that is not after `wanted`.
  function partOf(firsts, wanted) {
    for (var from = 0, to = firsts.length; to - from > 1; ) {
      var middle = (from + to) >> 1;
      if (firsts[middle] <= wanted) from = middle;
      else to = middle;
    }
    return from;
  }

  // The entries of all parts of a sorted list that may hold words beginning with `prefix`, up to `most` parts.
  function entries(letter, firsts, read, prefix, most) {
    // A language without a guide has no words.
    if (!firsts.length) return Promise.resolve([]);
    var from = partOf(firsts, prefix);
    var to = Math.min(partOf(firsts, prefix + "\uffff"), from + most - 1);
    for (var wanted = []; from <= to; from += 1) wanted.push(load(letter + from, read));
    return wanted.length > 1 ? all(wanted) : wanted[0].then(part => part || []);
  }

  function dictionary(prefix, most) {
    return entries("d", head.d, readDictionary, prefix, most);
  }

  // ---- From what is typed to words of the guides

  // The table of `compare`, row by row. Words that are longer than it has room for are near to none.
  var rows = new Uint8Array(4096);

  // Which words of a list become `word` if at most so many letters are added, dropped, changed or swapped: calls `take` with
  // the place of each, and how many. Words that begin as the one before share rows of the table: of a sorted list few
  // rows are made, and of each row what is near the diagonal.
  function compare(word, list, most, take) {
    var width = word.length + 1;
    var before = "";
    var depth = 0;
    var far = false;
    if (width > 60) return;
    for (var j = 0; j < width; j += 1) rows[j] = j;
    for (var at = 0; at < list.length; at += 1) {
      var other = list[at];
      if (Math.abs(other.length + 1 - width) > most) continue;
      for (var i = 0; i < depth && other[i] === before[i]; ) i += 1;
      if (!far || i < depth) {
        before = other;
        for (far = false; i < other.length && !far; ) far = row(++i, word, other, most) > most;
        depth = i;
      }
      var off = rows[(i + 1) * width - 1];
      if (!far && off <= most) take(at, off);
    }
  }

  // Fills a row of the table, and gives the least in it.
  function row(i, a, b, most) {
    var from = Math.max(1, i - most);
    var to = Math.min(a.length, i + most);
    var at = i * (a.length + 1) + from;
    var least = (rows[at - 1] = from > 1 ? most + 1 : i);
    for (var j = from; j <= to; j += 1) {
      var old = at - a.length - 1;
      var off = Math.min(rows[old] + 1, rows[at - 1] + 1, rows[old - 1] + (b[i - 1] !== a[j - 1]));
      if (i > 1 && b[i - 1] === a[j - 2] && b[i - 2] === a[j - 1]) off = Math.min(off, rows[old - a.length - 3] + 1);
      least = Math.min(least, off);
      rows[at++] = off;
    }
    if (to < a.length) rows[at] = most + 1;
    return least;
  }

  function isNear(a, b) {
    var near = false;
    if (Math.abs(a.length - b.length) < 3) compare(a, [b], slips(a), () => (near = true));
    return near;
  }

  // How many letters of a word may be wrong. None of a number: another number is another helpline.
  function slips(word) {
    return word.length < 4 || /[0-9]/.test(word) ? 0 : word.length > 7 ? 2 : 1;
  }

  function backwards(word) {
    return [...word].reverse().join("");
  }

  // Words of the dictionary that are at most `most` letters off, the nearest first. A misspelt word has its beginning
  // right or its end, so both are looked up; a small site's dictionary is searched through.
  function nearest(word, most) {
    var kept = Math.max(1, Math.floor(word.length / (most + 1)));
    var beginning = word.slice(0, kept);
    function near(found) {
      var others = [];
      compare(word, found.map(entry => entry.word), most, (at, off) => {
        if (off && slips(found[at].word)) others.push({ ...found[at], off });
      });
      return others.sort((a, b) => a.off - b.off || b.count - a.count);
    }
    if (!head.r.length) return dictionary("", head.d.length).then(near);
    var reversed = backwards(word);
    var ends = entries("r", head.r, sorted, reversed.slice(0, kept), 2).then(found => {
      var others = [];
      compare(reversed, found, most, at => others.push(backwards(found[at])));
      return all(others.filter(other => !other.startsWith(beginning)).slice(0, 4).map(exact));
    });
    return all([dictionary(beginning, 3), ends]).then(near);
  }

  // One list of what several promises give.
  function all(promises) {
    return Promise.all(promises).then(lists => [].concat(...lists.filter(Boolean)));
  }

  function exact(word) {
    return dictionary(word, 1).then(found => same(found, word));
  }

  // Where in sorted entries `word` stands, or would stand.
  function place(entries, word) {
    for (var from = 0, to = entries.length; from < to; ) {
      var middle = (from + to) >> 1;
      if (entries[middle].word < word) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  // The entry of a word, in a list.
  function same(entries, word) {
    var at = place(entries, word);
    return entries.slice(at, at + 1).filter(entry => entry.word === word);
  }

  // What a typed word may stand for is a list of options. Each has one or more entries of the dictionary that stand for
  // it together, a gain (how surely it is meant), and later their lists.
  function option(gain, entries) {
    return { gain, entries, lists: [] };
  }

  // A word may stand for itself, for words it begins, for a shorter form of it, and where these find little, for words a
  // few letters off. A number that is typed to its end stands for itself only.
  function meanings(word, typing) {
    return dictionary(word, typing ? 4 : 1).then(found => {
      var own = same(found, word);
      var options = own.map(entry => option(1, [entry]));
      options = options.concat(longer(found, word, typing));
      if (!options.length) options = shorter(found, word);
      var count = options.reduce((sum, one) => sum + one.entries[0].count, 0);
      options.sure = own.length > 0;
      if (count > 2 || !slips(word)) return options;
      return nearest(word, slips(word)).then(near => {
        near.slice(0, 4).forEach(entry => {
          options.push(option((0.7 - 0.2 * entry.off) * (own.length ? 0.4 : 1), [entry]));
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
      .slice(place(found, word), place(found, word + "\uffff"))
      .filter(entry => entry.word !== word && (typing || entry.word.length < word.length + 4))
      .sort((a, b) => rank(b) - rank(a))
      .slice(0, 12)
      .map((entry, at) => option(typing ? 0.75 - 0.03 * at : 0.5, [entry]));
  }

  function shorter(found, word) {
    return [4, 3, 2, 1]
      .map(rest => word.slice(0, -rest))
      .filter(start => slips(word) && slips(start))
      .flatMap(start => same(found, start))
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
  function addSynonyms(typed, slots, typing) {
    function alike(word, at) {
      var mine = typed[at];
      if (slots[at].sure) return false;
      if (typing && at === typed.length - 1 && mine.length > 2 && word.startsWith(mine)) return true;
      return isNear(mine, word);
    }
    var waits = [];
    function add(at, phrase, other) {
      return all(other.map(exact)).then(entries => {
        if (entries.length < other.length) return;
        phrase.forEach((_, i) => slots[at + i].push(option(0.9, entries)));
      });
    }
    head.y.forEach(group => {
      group.forEach(phrase => {
        places(phrase, typed, alike).forEach(at => {
          group.filter(other => other !== phrase).forEach(other => waits.push(add(at, phrase, other)));
        });
      });
    });
    return Promise.all(waits);
  }

  // For each typed word its options.
  function understand(typed, typing) {
    var looked = typed.map((word, at) => meanings(word, typing && at === typed.length - 1));
    return Promise.all(looked).then(slots => addSynonyms(typed, slots, typing).then(() => slots));
  }

  // ---- From words to guides

  // Loads up to 64 KiB of lists; what is meant most surely and is rarest comes first.
  function listsOf(slots) {
    var parts = {};
    var weight = 0;
    var wanted = slots.flat().flatMap(one => one.entries.map(entry => ({ one, entry })));
    wanted.sort((a, b) => b.one.gain - a.one.gain || a.entry.count - b.entry.count);
    return Promise.all(
      wanted.map(want => {
        var at = partOf(head.p, want.entry.list);
        if (!parts[at]) {
          if (weight && weight + head.k[at] > 64) return;
          weight += head.k[at];
          parts[at] = load("p" + at, readLists);
        }
        return parts[at].then(lists => lists && want.one.lists.push(readList(lists[want.entry.list - head.p[at]])));
      }),
    );
  }

  // The best option of a typed word in each guide that has one: its score, and the section.
  function slotScores(options) {
    var seen = [];
    var best = new Float64Array(head.n);
    var sections = new Uint8Array(head.n);
    options.forEach(one => {
      var size = one.entries.length;
      var sum = size > 1 && new Float64Array(head.n);
      var parts = size > 1 && new Uint8Array(head.n);
      one.lists.forEach(({ ids, common, places }) => {
        for (var at = 0; at < ids.length; at += 1) {
          var id = ids[at];
          var place = common ? 16 : places[at];
          var score = one.gain * ((place >> 3) + 0.5);
          if (sum) {
            score = sum[id] += score / size;
            // Half a phrase is not what was meant.
            if ((parts[id] += 1) < size) continue;
          }
          if (score > best[id]) {
            if (!best[id]) seen.push(id);
            best[id] = score;
            sections[id] = place & 7;
          }
        }
      });
    });
    return { seen, best, sections };
  }

  // Guides with their scores, but for those that say far less of the words than the best. All typed words count before any,
  // a rare one more than one that most guides have, and words that follow each other as they were typed a little more.
  function rank(typed, slots) {
    var n = head.n;
    var total = new Float64Array(n);
    var covered = new Float64Array(n);
    var tops = new Float64Array(n);
    var sections = new Uint8Array(n);
    // Few guides have any of the words: most are never looked at.
    var seen = [];
    slots.forEach(options => {
      var slot = slotScores(options);
      var count = slot.seen.length;
      var rarity = Math.log(1 + (n - count + 0.5) / (count + 0.5));
      for (var id of slot.seen) {
        var score = slot.best[id] * rarity;
        if (!total[id]) seen.push(id);
        total[id] += score;
        covered[id] += rarity;
        if (score > tops[id]) {
          tops[id] = score;
          sections[id] = slot.sections[id];
        }
      }
    });
    for (var at = 0; at + 1 < typed.length; at += 1) {
      var marks = holders(slots[at], typed[at + 1]);
      for (var id of seen) if (marks[id]) total[id] *= 1 + 0.3 / (typed.length - 1);
    }
    var best = 0;
    for (id of seen) best = Math.max(best, (total[id] *= covered[id]));
    return seen.filter(id => total[id] >= 0.2 * best).map(id => ({ id, score: total[id], section: sections[id] }));
  }

  // The best guides, in order: to sort all of thousands takes longer than everything else.
  function first(guides, most) {
    var shown = [];
    guides.forEach(guide => {
      for (var at = shown.length; at && isBefore(guide, shown[at - 1]); ) at -= 1;
      if (at === most) return;
      shown.splice(at, 0, guide);
      shown.length = Math.min(shown.length, most);
    });
    return shown;
  }

  function isBefore(a, b) {
    return a.score > b.score || (a.score === b.score && a.id < b.id);
  }

  // Which of eight classes a word belongs to, as src/search/vocabulary.rs reckons.
  function bucket(word) {
    var hash = 0;
    for (var i = 0; i < word.length; i += 1) hash = (hash * 31 + word.charCodeAt(i)) % 65521;
    return hash % 8;
  }

  // Marks the guides that hold a word of one slot; with `next`, those where that word may follow it: a class says so, so
  // one time in eight it only seems so.
  function holders(options, next) {
    var marks = new Uint8Array(head.n);
    var bit = next && bucket(next);
    options.forEach(one => {
      var list = one.lists[0];
      if (one.gain < 1 || !list) return;
      for (var at = 0; at < list.ids.length; at += 1) {
        if (!next || list.common || (list.followers[at] >> bit) & 1) marks[list.ids[at]] = 1;
      }
    });
    return marks;
  }

  // The guides that may hold every phrase.
  function inOrder(guides, phrases, slots) {
    phrases.forEach(phrase => {
      phrase.words.forEach((word, i) => {
        var marks = holders(slots[phrase.at + i], phrase.words[i + 1]);
        guides = guides.filter(guide => marks[guide.id]);
      });
    });
    return guides;
  }

  // ---- What is shown

  // Text with the words that were found marked, in which numbers keep their order, also within Urdu: a mark stands in the
  // number.
  function marked(parent, text, known) {
    var marks = [];
    var at = 0;
    each(text, (word, start) => {
      if (known.has(fold(word))) marks.push([start, start + word.length]);
    });
    text.split(/(\+?\p{Nd}[\p{Nd} ().-]+\p{Nd})/u).forEach((piece, number) => {
      var into = parent;
      var end = at + piece.length;
      if (number % 2) {
        into = document.createElement("bdi");
        into.dir = "ltr";
        parent.append(into);
      }
      for (; marks.length && marks[0][0] < end; marks.shift()) {
        var from = Math.max(at, marks[0][0]);
        var mark = document.createElement("mark");
        into.append(text.slice(at, from), mark);
        at = Math.min(end, marks[0][1]);
        mark.append(text.slice(from, at));
        // The word goes on in the next piece.
        if (at < marks[0][1]) break;
      }
      into.append(text.slice(at, end));
      at = end;
    });
  }

  // How many of the words a text has that is simplified.
  function hits(text, known) {
    var found = new Set();
    text.replace(known.pattern, (word, at) => {
      var end = at + word.length;
      if (WORD_END.test(text.slice(Math.max(0, at - 2), at)) || WORD_START.test(text.slice(end, end + 2))) return;
      found.add(word);
    });
    return found.size;
  }

  // The section to lead to and the sentence to show: the one with most of the words, best in the section where they weigh
  // most. Not every sentence was kept: where none has a word, that section has it all the same.
  function passage(sections, wanted, known) {
    var texts = [];
    var offers = [];
    sections.forEach((section, number) => {
      function offer(text, shown) {
        texts.push(text);
        offers.push({ section, shown, bonus: Math.min(number, 7) === wanted ? 0.5 : 0 });
      }
      if (number) offer(section[1], section[2][0] || "");
      section[2].forEach(sentence => offer(sentence, sentence));
    });
    var all = texts.join("\n");
    // To take all sentences at once takes far less long than one by one, or word by word.
    texts = isRun(all) ? texts.map(text => words(text).join(" ")) : simplified(all).split("\n");
    var most = 0;
    var best = { section: sections[wanted], shown: "" };
    texts.forEach((text, at) => {
      var count = hits(text, known);
      if (!count || count + offers[at].bonus <= most) return;
      best = offers[at];
      most = count + best.bonus;
    });
    return best;
  }

  function result(text, section, known) {
    var best = passage(text[4], section, known);
    var item = document.createElement("li");
    var link = document.createElement("a");
    var kind = document.createElement("span");
    link.href = text[0] + (best.section[0] && "#" + best.section[0]);
    marked(link, text[2], known);
    kind.className = "kind";
    kind.append(box.getAttribute("data-kind-" + text[1]) || "");
    item.append(link, " ", kind);
    line(item, "place", best.section[1], known);
    line(item, "snippet", shortened(best.shown, known) || text[3], known);
    // Texts in another language than the page say so.
    if (text[5]) {
      item.querySelectorAll("a, p").forEach(part => {
        part.lang = text[5];
        part.dir = text[6];
      });
    }
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
    each(text, (word, at) => {
      if (first < 0 && known.has(fold(word))) first = at;
    });
    var start = first > 120 ? text.indexOf(" ", first - 90) + 1 : 0;
    var end = text.length > start + 220 ? text.lastIndexOf(" ", start + 220) : text.length;
    if (end <= start) end = start + 220;
    return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  }

  function results(guides, known) {
    return Promise.all(
      first(guides, 10).map(guide => {
        var from = head.t[partOf(head.t, guide.id)];
        return load("t" + from, (...texts) => texts).then(
          texts => texts && result(texts[guide.id - from], guide.section, known),
        );
      }),
    ).then(items => items.filter(Boolean));
  }

  // Every written form of the words that were found, to be marked, and what they are looked for with: longer
  // ones before their beginnings, since the first that fits is taken.
  function formsOf(slots) {
    var known = new Set(slots.flat().flatMap(one => one.entries.flatMap(entry => met.get(entry.list))));
    known.pattern = RegExp([...known].sort().reverse().join("|"), "g");
    return known;
  }

  // ---- The box

  // Counts searches: what comes back for an older one is thrown away.
  var run = 0;
  var timer;
  // Whether the reader waits for the results by pressing Enter.
  var hurried = false;

  function message(name, count) {
    return box.dataset[name].replace("{count}", count);
  }

  function busy(is) {
    list.setAttribute("aria-busy", is);
  }

  function clear() {
    run += 1;
    clearTimeout(timer);
    hurried = false;
    list.textContent = status.textContent = near.textContent = "";
    urge(false);
    letters.hidden = false;
    busy(false);
  }

  // Brings helplines first, or takes them back; what stays is not laid out again, which takes longer than to search.
  function urge(is) {
    if (is === box.contains(urgent)) return;
    if (is) status.before(urgent);
    else home.append(urgent);
  }

  // The words of a query, and where those in quotes stand among them.
  function parse(text) {
    var typed = [];
    var phrases = [];
    text.split(/["“”«»„]/).forEach((piece, at) => {
      var found = words(piece).slice(0, 12 - typed.length);
      if (at % 2 && found.length > 1) phrases.push({ at: typed.length, words: found });
      typed = typed.concat(found);
    });
    return { words: typed, phrases, typing: WORD_END.test(text) };
  }

  // Long words of somebody in distress may be misspelt.
  function isUrgent(typed) {
    function alike(word, at) {
      return word.length > 5 && isNear(word, typed[at]);
    }
    return head.u.some(phrase => places(phrase, typed, alike).length > 0);
  }

  function search() {
    clearTimeout(timer);
    var query = parse(input.textContent);
    var mine = (run += 1);
    broken = false;
    load("head", readHead)
      .then(() => {
        if (mine !== run) return;
        urge(isUrgent(query.words));
        return answer(query, mine);
      })
      // Also where the head itself is missing.
      .catch(() => {
        if (mine === run) show([], message("broken"));
      });
  }

  function answer(query, mine) {
    return understand(query.words, query.typing).then(slots => {
      return listsOf(slots).then(() => {
        if (mine !== run) return;
        var guides = inOrder(rank(query.words, slots), query.phrases, slots);
        return results(guides, formsOf(slots)).then(items => {
          var wait = items.length ? Promise.resolve([]) : nearest(query.words[query.words.length - 1], 3);
          return wait.then(others => {
            var said = broken ? "broken" : items.length ? "found" : "none";
            if (mine === run) show(items, message(said, guides.length), query.words, others.slice(0, 3));
          });
        });
      });
    });
  }

  function show(items, said, typed, others) {
    list.textContent = near.textContent = "";
    list.append(...items);
    // To lay out thousands of guides below the results takes longer than to find them.
    letters.hidden = items.length && !broken;
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
    others.forEach(entry => {
      var button = document.createElement("button");
      button.type = "button";
      button.append(entry.word);
      button.addEventListener("click", () => {
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
    if (stops[at]) stops[at].focus();
  }

  function forget() {
    input.textContent = "";
    clear();
  }

  // Up and down through the results, Enter from the box to the first, Esc to begin again.
  box.addEventListener("keydown", event => {
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
