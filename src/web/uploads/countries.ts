/** Names of countries in the page's language, and which one a browser's language suggests. */
import { countriesWithAges } from '../../modules/privacy/ages.ts';

const names = new Intl.DisplayNames(['en'], { type: 'region' });

/** @param code ISO 3166-1 alpha-2 */
export const countryName = (code: string): string => names.of(code) ?? code;

const home = 'DE';

/** From the language alone, never from the address. */
export function countryFrom(request: Request): string {
  const language = (request.headers.get('accept-language') ?? '').split(/[,;]/)[0]?.trim() ?? '';
  try {
    const { region } = new Intl.Locale(language).maximize();
    return region !== undefined && countriesWithAges.includes(region) ? region : home;
  } catch {
    return home;
  }
}
