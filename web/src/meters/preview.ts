import { api, bodyOf } from '@/api/client';
import { stamp } from '@/format/dates';
import { imports as texts } from '@/texts/meters';
import { wholeNumber, typedOf, type Line, type Remark, type Verdict } from './lines';

/**
 * What the portal would say to a line, by the asset's own volumes: the dry run of the import, for a file of this one line. Nothing is stored.
 */
export async function preview(asset: string, line: Line): Promise<Verdict | null> {
  const typed = typedOf(line);
  const header = [...Object.values(texts.columns), ...typed.map(([code]) => code)];
  const row = [
    asset,
    stamp(line.at),
    line.replaced.join('+'),
    line.isConfirmed ? texts.confirmed : '',
    ...typed.map(([, text]) => String(wholeNumber(text) ?? '')),
  ];
  const report = await checkFile(new Blob([`${header.join(';')}\n${row.join(';')}\n`]));
  const found = report.errors[0];
  if (!found) return null;
  const remarks = found.cells.map(({ column, code, message, bound }): Remark => {
    const counter = typed.some(([one]) => one === column) ? column : null;
    return { code: code as Remark['code'], message, counter, bound };
  });
  return { outcome: found.outcome, remarks, isSent: false };
}

/** What would become of the lines of a file. */
export function checkFile(file: Blob) {
  return sendFile(file, true);
}

/** Enters the readings of a file. */
export function importFile(file: Blob, key: string) {
  return sendFile(file, false, key);
}

function sendFile(file: Blob, dryRun: boolean, key?: string) {
  return bodyOf(
    api.POST('/meter-readings/import', {
      params: { query: { dryRun }, ...(key && { header: { 'Idempotency-Key': key } }) },
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file as unknown as string,
      bodySerializer: (body) => body,
    }),
  );
}
