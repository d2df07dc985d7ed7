interface Page<Row> {
  items: Row[];
  nextCursor?: string | null;
}

/** The same as one page that holds all. */
export async function whole<Row>(read: (cursor: string | undefined) => Promise<Page<Row>>): Promise<{ items: Row[] }> {
  return { items: await every(read) };
}

/** All pages of a list that is searched and sorted as a whole. */
export async function every<Row>(read: (cursor: string | undefined) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<Row> = await read(cursor);
    rows.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return rows;
}
