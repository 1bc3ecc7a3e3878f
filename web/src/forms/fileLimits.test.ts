import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { extensions, maxBytes, maxFiles, take } from './fileLimits';

const file = (name: string, size = 1, lastModified = 1): File => {
  const one = new File(['x'], name, { lastModified });
  Object.defineProperty(one, 'size', { value: size });
  return one;
};

describe('attachments', () => {
  it('have the limits of the API', () => {
    const rules = readFileSync('../src/Core/Attachments/AttachmentRules.cs', 'utf8');
    const kinds = [...rules.matchAll(/new\(\[([^\]]+)\]/g)].flatMap(([, list]) => list?.match(/[a-z]+/g) ?? []);

    expect(extensions).toEqual(kinds);
    expect(rules).toContain(`MaxFiles = ${maxFiles};`);
    expect(maxBytes).toBe(25 * 1024 * 1024);
  });

  it('are taken up to ten, each once, the others with the reason', () => {
    const before = Array.from({ length: 9 }, (_, number) => file(`${number}.png`));

    const taken = take(before, [
      file('0.png'),
      file('A.PDF'),
      file('b.zip'),
      file('c.png', 0),
      file('d.png', maxBytes + 1),
      file('e.png'),
    ]);

    expect(taken.files.map((one) => one.name).slice(9)).toEqual(['A.PDF']);
    expect(taken.refusals.map((text) => text.split(/\s/)[0])).toEqual(['b.zip', 'c.png', 'd.png', '10']);
  });
});
