/** Which remote addresses an HTML page would request by itself. Pure. */

const LOADING_ATTRIBUTES =
  /^(src|srcset|href|xlink:href|data|poster|action|formaction|background|ping|manifest)$/i;

/** Elements whose href is followed only by a click. */
const LINK_ELEMENTS = /^(a|area)$/i;

const ANALYTICS =
  /googletagmanager|google-analytics|\bgtag\(|doubleclick\.net|mc\.yandex|segment\.io|sentry\.io|plausible\.io/g;

/**
 * Addresses in loading attributes of any element, in CSS `url()` and `@import`, in literal arguments of
 * `fetch`, `import`, `open`, `sendBeacon`, `new WebSocket` and the like, and the names of analytics services
 * anywhere; data: scripts and styles are decoded and searched too. An address that a script puts together
 * from parts cannot be seen this way: for that the page carries a content security policy.
 */
export function remoteLoads(html: string): string[] {
  const embedded = [...html.matchAll(/data:text\/(?:javascript|css)[^,"']*;base64,([A-Za-z0-9+/=]+)/g)].map(
    (m) => Buffer.from(m[1]!, 'base64').toString('utf8'),
  );
  const texts = [html, ...embedded];
  const found = [
    ...attributeLoads(withoutScriptBodies(html)),
    ...texts.flatMap((text) => [...cssLoads(text), ...scriptLoads(text), ...analyticsNames(text)]),
  ];
  return [...new Set(found)];
}

/** A script's text is no markup; its tag stays, so that its src is seen. */
function withoutScriptBodies(html: string): string {
  return html.replace(/(<script\b[^>]*>)[\s\S]*?(<\/script>)/gi, '$1$2');
}

function attributeLoads(html: string): string[] {
  return [...html.matchAll(/<([a-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi)].flatMap(
    ([, element, attributes]) =>
      [...attributes!.matchAll(/([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g)]
        .filter(([, name]) => LOADING_ATTRIBUTES.test(name!) && !LINK_ELEMENTS.test(element!))
        .flatMap(([, , double, single, bare]) => (double ?? single ?? bare ?? '').split(/,\s+/))
        .filter(isRemote)
        .map((address) => address.trim()),
  );
}

function isRemote(address: string): boolean {
  return /^\s*((https?|wss?|ftp):|\/\/)/i.test(address);
}

function cssLoads(text: string): string[] {
  const pattern = /(?:url\(\s*|@import\s+)["']?((?:https?:|wss?:)?\/\/[\w[][^"')\s]*)/gi;
  return [...text.matchAll(pattern)].map((m) => m[1]!);
}

function scriptLoads(text: string): string[] {
  const pattern =
    /\b(?:fetch|import|importScripts|sendBeacon|WebSocket|EventSource|Worker|Request)\(\s*["'`]((?:https?:|wss?:)?\/\/[^"'`]+)|\.(?:src|action)\s*=\s*["'`]((?:https?:|wss?:)?\/\/[^"'`]+)|\.open\(\s*["'`][A-Z]+["'`]\s*,\s*["'`]((?:https?:)?\/\/[^"'`]+)/g;
  return [...text.matchAll(pattern)].map((m) => m[1] ?? m[2] ?? m[3] ?? '');
}

function analyticsNames(text: string): string[] {
  return [...text.matchAll(ANALYTICS)].map((m) => m[0]);
}
