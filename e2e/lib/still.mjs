// What differs from one run to the next is made alike before a picture is taken: dates and numbers
// in texts and in what is filled in, ids, messages that go by themselves. What is left is the screen.

/** Takes a picture by `take` while the page stands still. */
export async function still(page, take) {
  await page.waitForFunction(isSettled, null, { timeout: 5_000 }).catch(() => {});
  await page.evaluate(freeze);
  try {
    return await take();
  } finally {
    await page.evaluate(() => globalThis.thaw()).catch(() => {});
  }
}

// These run in the page.

/** Nothing is on its way: no grey places where something is to come. */
function isSettled() {
  return document.fonts.status === 'loaded' && !document.querySelector('.mantine-Skeleton-root');
}

function freeze() {
  const month = '(?:January|February|March|April|May|June|July|August|September|October|November|December'
    + '|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep(?!t)|Oct|Nov|Dec'
    + '|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|janv\\.|févr\\.|juil\\.|sept\\.|oct\\.|nov\\.|déc\\.)';
  const alike = [
    // Ids and keys are of random letters; one in eight of a code's has no digit. Names of headers are none.
    [/(?<![\w-])(?!X-)(?=[\w-]*(?:\d|[a-z][A-Z]))(?=[\w-]*[a-zA-Z])[\w-]{9,}(?![\w-])/g, (id) => '0'.repeat(id.length)],
    // A serial number of letters alone.
    [/\b[A-Z]{12}\b/g, '0'.repeat(12)],
    [new RegExp(`\\b\\d{1,2}(er)? ${month}(?! \\d{4})`, 'g'), '00 Nov'],
    [new RegExp(`\\b(?:\\d{1,2}(?:er)? )?${month} (\\d{4})`, 'g'), (all) => (/^\d/.test(all) ? '00 Nov 0000' : 'Nov 0000')],
    [/\b\d+ (?:seconds?|minutes?) ago\b|(?<!just )\bnow$/g, '1 minute ago'],
    [/\bil y a \d+ (?:secondes?|minutes?)\b|\bmaintenant$/g, 'il y a 1 minute'],
    // The mail of an alert goes by itself, some seconds after its scan.
    [/^(?:There are new scans; the next mail tells of them\.|Last mail .*)$/, 'Last mail 1 minute ago'],
    [/^(?:Il y a de nouveaux scans\u202F; le prochain e-mail les annoncera\.|Dernier e-mail .*)$/, 'Dernier e-mail il y a 1 minute'],
    [/\d/g, '0'],
  ];
  const changed = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    // Rules of style are texts too.
    if (node.parentElement.closest('style, script')) continue;
    const was = node.nodeValue;
    const now = alike.reduce((text, [pattern, other]) => text.replace(pattern, other), was);
    if (now === was) continue;
    node.nodeValue = now;
    changed.push({ node, was, now });
  }
  const filled = [];
  for (const input of document.querySelectorAll('input:not([type]), input[type=text], input[type=search], textarea')) {
    const was = input.value;
    const now = alike.reduce((text, [pattern, other]) => text.replace(pattern, other), was);
    if (now === was) continue;
    input.value = now;
    filled.push({ input, was, now });
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('.mantine-Notifications-root { visibility: hidden !important }');
  document.adoptedStyleSheets.push(sheet);
  // The bar at the top stands where the page was left.
  const top = window.scrollY;
  window.scrollTo({ top: 0, behavior: 'instant' });
  globalThis.thaw = () => {
    window.scrollTo({ top, behavior: 'instant' });
    for (const { node, was, now } of changed) {
      // What was drawn anew meanwhile is right already.
      if (node.nodeValue === now) node.nodeValue = was;
    }
    for (const { input, was, now } of filled) {
      if (input.value === now) input.value = was;
    }
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  };
}
