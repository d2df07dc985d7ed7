import { Table, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { figuresOf, figureText, measures, type Part, timesOf } from './figures';
import type { Series } from './series';
import classes from './what-if.module.css';

interface TableProps {
  series: Series[];
  part: Part;
  timeZone: string;
  title: string;
}

/** The charts' figures as figures: for who reads them, and for who cannot see the charts. */
export function FigureTable({ series, part, timeZone, title }: TableProps) {
  const { t, i18n } = useTranslation();
  const clock = new Intl.DateTimeFormat(i18n.language, { hour: '2-digit', minute: '2-digit', timeZone, ...(spansDays(series) ? { day: 'numeric', month: 'numeric' } : {}) });
  const found = series.flatMap(({ name, result }) => {
    const figures = figuresOf(result, part);
    return figures ? [{ name, figures }] : [];
  });
  const times = timesOf(found.map(({ figures }) => figures));
  return (
    <section aria-labelledby="what-if-table">
      <Title order={2} size="h5" mt="lg" mb="xs" id="what-if-table">
        {t('whatIf.table', { part: title })}
      </Title>
      <div className={classes.panel}>
        {/* A wide table scrolls in its own frame, by keyboard too. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <div className={classes.scroll} tabIndex={0} role="group" aria-labelledby="what-if-table">
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('whatIf.halfHour')}</Table.Th>
                <Table.Th scope="col">{t('whatIf.runColumn')}</Table.Th>
                <Table.Th scope="col" className={classes.number}>{t('whatIfFigures.contacts')}</Table.Th>
                {measures.map(({ measure }) => (
                  <Table.Th key={measure} scope="col" className={classes.number}>
                    {t(`whatIfFigures.${measure}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {times.map((from) =>
                found.map(({ name, figures }, at) => {
                  const here = figures.halfHours.find((one) => one.from === from)?.figures;
                  return (
                    <Table.Tr key={`${from} ${name}`}>
                      {at === 0 && (
                        <Table.Th scope="rowgroup" rowSpan={found.length} fw={500}>
                          {clock.format(Date.parse(from))}
                        </Table.Th>
                      )}
                      <Table.Td>{name}</Table.Td>
                      <Table.Td className={classes.number}>{here?.offered ?? '–'}</Table.Td>
                      {measures.map(({ measure, unit }) => (
                        <Table.Td key={measure} className={classes.number}>
                          {figureText(here?.[measure], unit, i18n.language)}
                        </Table.Td>
                      ))}
                    </Table.Tr>
                  );
                }),
              )}
            </Table.Tbody>
          </Table>
        </div>
      </div>
    </section>
  );
}

export function spansDays(series: Series[]): boolean {
  const times = series.flatMap(({ result }) => result.halfHours.map(({ from }) => Date.parse(from)));
  return Math.max(...times) - Math.min(...times) >= 86_400_000;
}
