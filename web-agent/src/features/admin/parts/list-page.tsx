import { Badge, Button, Table, Text, TextInput, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '@/shared/ui/page-title';
import { Empty, Failed, Loading } from '@/shared/ui/states';
import classes from '@/features/admin/admin.module.css';
import { useOpen, useSetOpen } from './use-open';

export interface Column<Row> {
  label: string;
  cell: (row: Row) => React.ReactNode;
}

interface List<Row> {
  data?: Row[] | undefined;
  isPending: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
}

interface ListPageProps<Row> {
  title: string;
  lead: string;
  list: List<Row>;
  /** There is nothing at all, whatever the filter says. */
  nothing?: boolean | undefined;
  /** The first column's: what the entry is called, which also opens it. */
  nameLabel: string;
  nameOf: (row: Row) => string;
  /** Shown beside the name. */
  mark?: (row: Row) => string | null;
  columns: Column<Row>[];
  /** What of an entry the search looks at. */
  words: (row: Row) => string[];
  empty: string;
  addLabel?: string;
  filter?: React.ReactNode;
  children?: React.ReactNode;
}

const step = 100;

/** A list that is searched as one types; each entry opens by its name. */
export function ListPage<Row extends { id: string }>(props: ListPageProps<Row>) {
  const { t, i18n } = useTranslation();
  usePageTitle(props.title);
  const [search, setSearch] = useState('');
  const [most, setMost] = useState(step);
  const setOpen = useSetOpen();
  useFocusReturn();
  const { list } = props;
  const nothing = props.nothing ?? list.data?.length === 0;
  const found = matching(list.data ?? [], search, props, i18n.language);
  return (
    <>
      <div className={classes.head}>
        <div>
          <Title order={1} size="h3">
            {props.title}
          </Title>
          <p className={classes.lead}>{props.lead}</p>
        </div>
        {props.addLabel !== undefined && (
          <Button id="open-new" onClick={() => { setOpen('new'); }}>
            {props.addLabel}
          </Button>
        )}
      </div>
      {list.isPending && <Loading label={t('admin.loading')} />}
      {list.isError && list.data === undefined && (
        <Failed title={t('admin.failed')} error={list.error} retry={() => void list.refetch()} />
      )}
      {nothing && <Empty title={props.empty} />}
      {list.data !== undefined && !nothing && (
        <>
          <div className={classes.tools}>
            <TextInput
              type="search"
              aria-label={t('admin.search')}
              placeholder={t('admin.search')}
              value={search}
              onChange={(event) => { setSearch(event.currentTarget.value); }}
              w={260}
            />
            {props.filter}
            <Text size="sm" c="dimmed" role="status">
              {t('admin.found', { count: found.length })}
            </Text>
          </div>
          {found.length === 0 ? <Empty title={t('admin.nothingFound')} /> : <Rows {...props} rows={found.slice(0, most)} />}
          {found.length > most && (
            <Button variant="default" mt="md" onClick={() => { setMost(most + step); }}>
              {t('admin.more')}
            </Button>
          )}
        </>
      )}
      {props.children}
    </>
  );
}

function Rows<Row extends { id: string }>({ title, rows, nameLabel, nameOf, mark, columns }: ListPageProps<Row> & { rows: Row[] }) {
  const id = useId();
  return (
    <div className={classes.panel}>
      {/* A wide table scrolls in its own frame, by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={title} id={id}>
        <Table highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{nameLabel}</Table.Th>
              {columns.map((column) => (
                <Table.Th key={column.label} scope="col">
                  {column.label}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.id}>
                <Table.Th scope="row" fw={400}>
                  <span className={classes.name}>
                    <OpenLink id={row.id}>{nameOf(row)}</OpenLink>
                    <Mark text={mark?.(row) ?? null} />
                  </span>
                </Table.Th>
                {columns.map((column) => (
                  <Table.Td key={column.label}>{column.cell(row) || '–'}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </div>
  );
}

function OpenLink({ id, children }: { id: string; children: React.ReactNode }) {
  return (
    <Link to="." search={{ open: id }} id={`open-${id}`} className={classes.link} aria-current={undefined}>
      {children}
    </Link>
  );
}

function Mark({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <Badge variant="default" size="sm" tt="none" fw={500}>
      {text}
    </Badge>
  );
}

/** Case and accents do not matter; every word must be somewhere. */
function matching<Row>(rows: Row[], search: string, { words, nameOf }: ListPageProps<Row>, locale: string): Row[] {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const asked = plain(search).split(/\s+/).filter(Boolean);
  const collator = new Intl.Collator(locale, { numeric: true });
  return rows
    .filter((row) => {
      const text = plain(words(row).join(' '));
      return asked.every((word) => text.includes(word));
    })
    .toSorted((a, b) => collator.compare(nameOf(a), nameOf(b)));
}

/** Whoever closes the drawer is back where he opened it. */
function useFocusReturn(): void {
  const open = useOpen();
  const last = useRef(open);
  useEffect(() => {
    if (last.current !== undefined && open === undefined) document.getElementById(`open-${last.current}`)?.focus();
    last.current = open;
  }, [open]);
}
