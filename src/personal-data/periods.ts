/** The periods of what is bought or allowed: the register says them, and the effects that move an end keep them. */

/** A portrait that was bought, and its recipe: so that it can be printed again. */
export const boughtPortraitDays = 90;

/** While an order needs a thing: longer than any order takes; the order's end sets the true date. */
export const openOrderDaysMax = 365;

/** A copy of somebody's data waits for them. */
export const copyDays = 7;
