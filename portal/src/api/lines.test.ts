import { describe, expect, test } from 'vitest';
import { lineReader } from './lines';

describe('lines of an answer', () => {
  test('come once, and only when they are whole', () => {
    const read = lineReader();
    expect(read('')).toEqual([]);
    expect(read('{"rows":0,"of":9}\n{"ro')).toEqual([{ rows: 0, of: 9 }]);
    expect(read('{"rows":0,"of":9}\n{"rows":4,')).toEqual([]);
    const whole = '{"rows":0,"of":9}\n{"rows":4,"of":9}\n{"status":200,"body":{"rows":9}}\n';
    expect(read(whole)).toEqual([{ rows: 4, of: 9 }, { status: 200, body: { rows: 9 } }]);
    expect(read(whole)).toEqual([]);
  });

  test('of another answer are read by another reader', () => {
    const text = '{"status":400,"body":{}}\n';
    expect(lineReader()(text)).toEqual(lineReader()(text));
  });
});
