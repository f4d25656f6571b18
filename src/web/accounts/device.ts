/** What somebody knows their own device by: browser and system, and nothing that would tell two of them apart. */

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** @returns "Firefox on Linux" */
export function deviceOf(request: Request): string {
  const agent = request.headers.get('user-agent') ?? '';
  const named = (table: typeof browsers, other: string): string =>
    table.find(([sign]) => sign.test(agent))?.[1] ?? other;
  return `${named(browsers, 'A program')} on ${named(systems, 'an unknown system')}`;
}
