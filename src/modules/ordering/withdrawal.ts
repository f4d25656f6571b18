/** Directive 2011/83/EU Art. 9(1): so many days in which a consumer may withdraw from what is not made for them. */
export const withdrawalDays = 14;
