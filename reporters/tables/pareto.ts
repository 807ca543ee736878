/** Which models nobody beats in points at the same or a lower cost. Pure. */

export interface Priced {
  model: string;
  points: number;
  /** Seconds, bytes: less is better. */
  cost: number;
}

/** From the cheapest to the best. Of equal points and cost all stay. */
export function paretoFront<T extends Priced>(models: T[]): T[] {
  const isBeaten = (one: Priced) =>
    models.some(
      (other) =>
        other.points >= one.points &&
        other.cost <= one.cost &&
        (other.points > one.points || other.cost < one.cost),
    );
  return models.filter((one) => !isBeaten(one)).toSorted((a, b) => a.cost - b.cost || a.points - b.points);
}
