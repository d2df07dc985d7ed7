export interface BrandColours {
  brand: string;
  onBrand: string;
}

const fallback = '#1f4e79';

/** The client's colour with whichever of black and white reads better on it (always 4.5:1 or more). */
export function brandColours(colour: string | null | undefined): BrandColours {
  const brand = normalised(colour ?? '') ?? fallback;
  const light = luminance(brand);
  return { brand, onBrand: 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? '#ffffff' : '#000000' };
}

/** #rrggbb of #rgb or #rrggbb; anything else is not a colour to us. */
function normalised(colour: string): string | null {
  const hex = colour.trim().toLowerCase();
  if (/^#[0-9a-f]{6}$/.test(hex)) return hex;
  return /^#[0-9a-f]{3}$/.test(hex) ? hex.replace(/[0-9a-f]/g, '$&$&') : null;
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(hex: string): number {
  const channel = (at: number): number => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
