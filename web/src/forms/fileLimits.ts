import { bytes } from '@/format/numbers';
import { files as texts } from '@/texts/files';

// As the API's AttachmentRules, which have the last word; here they are told before anything is sent.
export const maxFiles = 10;
export const maxBytes = 25 * 1024 * 1024;
export const extensions = [
  ...['png', 'jpg', 'jpeg', 'jfif', 'gif', 'webp', 'tif', 'tiff', 'avif', 'heic', 'heif', 'bmp', 'pdf'],
  ...['xlsx', 'docx', 'pptx', 'ods', 'odt', 'xls', 'doc', 'msg', 'eml', 'txt', 'log', 'csv'],
];

export interface Taken {
  files: File[];
  /** Why others were not taken. */
  refusals: string[];
}

/** Adds files to those that were chosen before, as far as they may be sent; the same file again counts once. */
export function take(before: readonly File[], added: readonly File[]): Taken {
  const refusals: string[] = [];
  const files = [...before];
  for (const file of added) {
    if (files.some((one) => isSame(one, file))) continue;
    const refusal = refusalOf(file);
    if (refusal) refusals.push(refusal);
    else if (files.length < maxFiles) files.push(file);
    else if (!refusals.includes(texts.tooMany(maxFiles))) refusals.push(texts.tooMany(maxFiles));
  }
  return { files, refusals };
}

function refusalOf(file: File): string | null {
  const extension = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  if (!extensions.includes(extension)) return texts.wrongKind(file.name);
  if (file.size === 0) return texts.empty(file.name);
  return file.size > maxBytes ? texts.tooLarge(file.name, bytes(maxBytes)) : null;
}

function isSame(one: File, other: File): boolean {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}
