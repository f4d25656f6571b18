/** Goes up whenever a recipe would give another picture. */
export const engineVersion = '1.2';
