import { fileOf } from './client';

/** Saves a file of the API under a name, as a download. */
export async function saveFile(path: string, name: string): Promise<void> {
  const address = URL.createObjectURL(await fileOf(path));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Browsers take the file a moment after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
