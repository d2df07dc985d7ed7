import { describe, expect, test } from 'vitest';
import { brandColours } from './colour';
import { linkify } from './linkify';
import { newId } from './new-id';

describe('linkify', () => {
  test.each<[string, ReturnType<typeof linkify>]>([
    ['no link at all', ['no link at all']],
    ['see https://a.test/x.', ['see ', { href: 'https://a.test/x', text: 'https://a.test/x' }, '.']],
    ['(http://a.test/b_(c))', ['(', { href: 'http://a.test/b_(c)', text: 'http://a.test/b_(c)' }, ')']],
    ['https://a.test?q=1&r=2, ok', [{ href: 'https://a.test/?q=1&r=2', text: 'https://a.test?q=1&r=2' }, ', ok']],
    ['javascript:alert(1)', ['javascript:alert(1)']],
    ['data:text/html,x and https://', ['data:text/html,x and https://']],
    ['<b>https://a.test</b>', ['<b>', { href: 'https://a.test/', text: 'https://a.test' }, '</b>']],
    ['https://[bad and https://a.test', ['https://[bad and ', { href: 'https://a.test/', text: 'https://a.test' }]],
    ['', []],
  ])('%j', (text, parts) => {
    expect(linkify(text)).toEqual(parts);
    expect(linkify(text).map((part) => (typeof part === 'string' ? part : part.text)).join('')).toBe(text);
  });
});

describe('brandColours', () => {
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const value = parseInt(hex.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  test('text on any brand colour has at least 4.5 to 1', () => {
    for (let step = 0; step < 4096; step++) {
      const { brand, onBrand } = brandColours(`#${step.toString(16).padStart(3, '0')}`);
      const [high, low] = [luminance(brand), luminance(onBrand)].sort((a, b) => b - a) as [number, number];
      expect((high + 0.05) / (low + 0.05), `${onBrand} on ${brand}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(['', null, 'red', 'url(x)', '#12345', '#12345678', 'rgb(0,0,0); background: red'])('%j is no colour', (colour) => {
    expect(brandColours(colour)).toEqual({ brand: '#1f4e79', onBrand: '#ffffff' });
  });
});

describe('newId', () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  test('is a random UUID, also on a page without TLS', () => {
    const withoutTls = { getRandomValues: crypto.getRandomValues.bind(crypto) } as Crypto;
    for (const source of [crypto, withoutTls]) {
      const ids = Array.from({ length: 200 }, () => newId(source));
      for (const id of ids) expect(id).toMatch(form);
      expect(new Set(ids).size).toBe(200);
    }
  });
});
