import { Text, useComputedColorScheme } from '@mantine/core';
import { LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { figuresOf, figureText, type Measure, type Part, timesOf, unitOf } from './figures';
import { spansDays } from './figure-table';
import type { Series } from './series';
import classes from './what-if.module.css';

echarts.use([LineChart, GridComponent, TooltipComponent, SVGRenderer]);

const charted: Measure[] = ['serviceLevel', 'asaSeconds', 'abandonRate', 'occupancy', 'load', 'longestWaitSeconds'];

// A colour, a dash and a mark each: any one of them tells the lines apart. Of 3:1 and more on their surface.
const looks = {
  light: ['#3b5bdb', '#c2410c', '#0f766e', '#86198f'],
  dark: ['#91a7ff', '#fdba74', '#5eead4', '#f0abfc'],
};
const dashes = ['solid', 'dashed', 'dotted', [10, 4, 2, 4]] as const;
const marks = ['circle', 'diamond', 'triangle', 'rect'] as const;

interface ChartsProps {
  series: Series[];
  part: Part;
  timeZone: string;
  title: string;
}

export function FigureCharts(props: ChartsProps) {
  const { t } = useTranslation();
  const scheme = useComputedColorScheme('light');
  return (
    <section aria-label={t('whatIf.charts')}>
      <div className={`${classes.legend ?? ''} ${classes.padded ?? ''}`} aria-hidden>
        {props.series.map(({ name }, at) => (
          <span key={name}>
            <svg width="36" height="12">
              <line x1="0" y1="6" x2="36" y2="6" stroke={looks[scheme][at % 4]} strokeWidth="2" strokeDasharray={['', '6 4', '2 3', '10 4 2 4'][at % 4]} />
              {at % 4 === 0 ? <circle cx="18" cy="6" r="4" fill={looks[scheme][0]} /> : <rect x="14" y="2" width="8" height="8" fill={looks[scheme][at % 4]} transform={at % 4 === 1 ? 'rotate(45 18 6)' : ''} />}
            </svg>
            {name}
          </span>
        ))}
      </div>
      <div className={classes.charts}>
        {charted.map((measure) => (
          <FigureChart key={measure} {...props} measure={measure} scheme={scheme} />
        ))}
      </div>
    </section>
  );
}

function FigureChart({ series, part, timeZone, title, measure, scheme }: ChartsProps & { measure: Measure; scheme: 'light' | 'dark' }) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.ECharts | null>(null);
  const shown = useRef(-1);
  const count = useRef(0);

  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const made = echarts.init(element, undefined, { renderer: 'svg' });
    chart.current = made;
    const resized = new ResizeObserver(() => { made.resize(); });
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.dispose();
    };
  }, []);

  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const colour = (name: string) => getComputedStyle(element).getPropertyValue(name).trim();
    const text = { color: colour('--mantine-color-text'), fontFamily: getComputedStyle(element).fontFamily };
    const grey = { color: colour('--mantine-color-dimmed'), fontFamily: text.fontFamily };
    const line = colour('--cc-line');
    const write = (value: unknown) => figureText(typeof value === 'number' ? value : null, unitOf(measure), i18n.language);
    const clock = new Intl.DateTimeFormat(i18n.language, { hour: '2-digit', minute: '2-digit', timeZone, ...(spansDays(series) ? { day: 'numeric', month: 'numeric' } : {}) });
    const found = series.map(({ name, result }) => ({ name, halfHours: figuresOf(result, part)?.halfHours ?? [] }));
    const times = timesOf(series.map(({ result }) => figuresOf(result, part)));
    count.current = times.length;
    chart.current?.setOption(
      {
        animation: false,
        textStyle: text,
        grid: { left: 8, right: 12, top: 14, bottom: 4, containLabel: true },
        xAxis: { type: 'category', data: times.map((from) => clock.format(Date.parse(from))), boundaryGap: false, axisLabel: { ...grey, hideOverlap: true }, axisLine: { lineStyle: { color: line } }, axisTick: { show: false } },
        yAxis: { type: 'value', min: 0, ...(unitOf(measure) === 'share' ? { max: 1, interval: 0.25 } : { splitNumber: 4 }), axisLabel: { ...grey, formatter: write }, splitLine: { lineStyle: { color: line } } },
        tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, valueFormatter: write, backgroundColor: colour('--cc-surface'), borderColor: line, textStyle: text },
        series: found.map(({ name, halfHours }, at) => ({
          name, type: 'line', data: times.map((from) => halfHours.find((one) => one.from === from)?.figures[measure] ?? null),
          symbol: marks[at % 4], symbolSize: 6, showAllSymbol: 'auto', emphasis: { disabled: true },
          itemStyle: { color: looks[scheme][at % 4] }, lineStyle: { width: 2, type: dashes[at % 4], color: looks[scheme][at % 4] },
        })),
      },
      true,
    );
  }, [series, part, timeZone, measure, scheme, i18n.language]);

  const step = (event: React.KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) {
      if (event.key === 'Escape') chart.current?.dispatchAction({ type: 'hideTip' });
      return;
    }
    event.preventDefault();
    shown.current = Math.min(count.current - 1, Math.max(0, shown.current + by));
    chart.current?.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: shown.current });
  };

  return (
    <figure className={`${classes.panel ?? ''} ${classes.figure ?? ''}`}>
      <figcaption id={id}>
        <Text size="sm" fw={600}>{t(`whatIfFigures.${measure}`)}</Text>
        <Text size="xs" c="dimmed">{t(`whatIfFormulas.${measure}`)}</Text>
      </figcaption>
      {/* Arrows move along its half-hours; the table below says the same in words. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex */}
      <div ref={holder} className={classes.chart} role="img" aria-label={t('whatIf.chartOf', { figure: t(`whatIfFigures.${measure}`), part: title })} tabIndex={0} onKeyDown={step} />
    </figure>
  );
}
