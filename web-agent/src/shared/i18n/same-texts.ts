/** Another language has every text of the first, and more plural forms where its grammar has them. */
export type SameTexts<English> = {
  [Name in keyof English]: English[Name] extends string ? string : SameTexts<English[Name]> & Record<string, string>;
};
