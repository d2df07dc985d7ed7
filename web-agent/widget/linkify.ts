export type TextPart = string | { href: string; text: string };

const address = /\bhttps?:\/\/[^\s<>"]+/gi;

/** Splits text into plain parts and http(s) links; nothing else ever becomes a link. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const match of text.matchAll(address)) {
    const shown = withoutTrailingPunctuation(match[0]);
    let href: string;
    try {
      href = new URL(shown).href;
    } catch {
      continue; // not an address after all: it stays text
    }
    if (match.index > done) parts.push(text.slice(done, match.index));
    parts.push({ href, text: shown });
    done = match.index + shown.length;
  }
  if (done < text.length) parts.push(text.slice(done));
  return parts;
}

function withoutTrailingPunctuation(link: string): string {
  let end = link.length;
  for (; end > 0; end--) {
    const last = link.charAt(end - 1);
    if (last === ')' && link.slice(0, end).split('(').length >= link.slice(0, end).split(')').length) break;
    if (!'.,;:!?)]}\'»”’*'.includes(last)) break;
  }
  return link.slice(0, end);
}
