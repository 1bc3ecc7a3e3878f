import { common } from '@/texts/common';

const whole = new Intl.NumberFormat('fr-FR');
const size = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });

/** « 12 345 ». */
export function count(value: number): string {
  return whole.format(value);
}

/** « 1 234,50 € ». */
export function money(value: number, currency = 'EUR'): string {
  return new Intl.NumberFormat('fr-FR', { style: 'currency', currency }).format(value);
}

/** A file's size: « 850 Ko », « 2,4 Mo ». */
export function bytes(value: number): string {
  const units = common.fileUnits;
  const power = Math.min(units.length - 1, Math.floor(Math.log(Math.max(value, 1)) / Math.log(1024)));
  return `${size.format(power === 0 ? value : value / 1024 ** power)}\u00a0${units[power] ?? ''}`;
}
