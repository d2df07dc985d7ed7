import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { differenceOf, figuresOf, figureText, type Measure, measures, type Part } from './figures';
import type { Series } from './series';
import classes from './what-if.module.css';

interface TilesProps {
  series: Series[];
  part: Part;
}

/** Each figure of all runs beside each other, with what is different from the first. */
export function ResultTiles({ series, part }: TilesProps) {
  const { t, i18n } = useTranslation();
  const rows = series.map(({ name, result }) => ({ name, figures: figuresOf(result, part)?.figures }));
  const numbers = new Intl.NumberFormat(i18n.language);
  return (
    <div className={classes.tiles}>
      <div className={`${classes.tile ?? ''} ${classes.wide ?? ''}`}>
        <Text size="sm" fw={600}>{t('whatIfFigures.contacts')}</Text>
        <dl className={classes.values}>
          {rows.map(({ name, figures }) => (
            <Pair key={name} name={name}>
              {figures ? numbers.format(figures.offered) : '–'}
              {figures && <span className={classes.ended}>{t('whatIf.ended', { answered: numbers.format(figures.answered), abandoned: numbers.format(figures.abandoned), waiting: numbers.format(figures.waiting) })}</span>}
            </Pair>
          ))}
        </dl>
      </div>
      {measures.map(({ measure, unit }) => (
        <div key={measure} className={classes.tile}>
          <Text size="sm" fw={600} title={t(`whatIfFormulas.${measure}`)}>{t(`whatIfFigures.${measure}`)}</Text>
          <dl className={classes.values}>
            {rows.map(({ name, figures }, at) => (
              <Pair key={name} name={name}>
                {figureText(figures?.[measure], unit, i18n.language)}
                {at > 0 && <Difference measure={measure} before={rows[0]?.figures?.[measure]} now={figures?.[measure]} />}
              </Pair>
            ))}
          </dl>
        </div>
      ))}
    </div>
  );
}

function Pair({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** With its sign, and in words whether that is better: colour alone says nothing. */
function Difference({ measure, before, now }: { measure: Measure; before: number | null | undefined; now: number | null | undefined }) {
  const { t, i18n } = useTranslation();
  const difference = differenceOf(measure, before, now);
  if (difference === null) return null;
  const value = new Intl.NumberFormat(i18n.language, { signDisplay: 'exceptZero', maximumFractionDigits: 1 }).format(difference.value);
  const said = t(difference.unit === 'share' ? 'whatIf.points' : difference.unit === 'seconds' ? 'whatIf.seconds' : 'whatIf.agentsOf', { value });
  return <span className={classes.difference}>{difference.good === null ? said : t(difference.good ? 'whatIf.better' : 'whatIf.worse', { said })}</span>;
}
