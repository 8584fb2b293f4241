// Which views of an article an officer photographs, and in which order, by category.
// The order is where the trade finds most: where batch, serial number or stamp stand comes before the back.

const USUAL = ["front", "back", "label", "barcode", "place", "scale"];

const ORDERS = {
  medicine: ["front", "label", "barcode", "back", "place", "scale"], // batch and serial on the flap
  perfume: ["front", "label", "barcode", "back", "place", "scale"], // batch code on glass and carton must agree
  cosmetics: ["front", "label", "barcode", "back", "place", "scale"],
  "sports-shoes": ["front", "label", "back", "barcode", "place", "scale"], // the size label, then the box
  clothing: ["label", "front", "place", "back", "barcode", "scale"], // sewn-in labels are copied worst
  bags: ["front", "label", "place", "back", "scale", "barcode"], // stitching and hardware; seldom a barcode
  watches: ["front", "label", "back", "place", "scale", "barcode"], // engraving of the case back
  electronics: ["front", "label", "back", "barcode", "place", "scale"], // the rating plate
  "car-parts": ["label", "front", "barcode", "scale", "back", "place"], // part number; size tells editions apart
  toys: ["front", "label", "back", "barcode", "place", "scale"],
  food: ["front", "label", "barcode", "back", "place", "scale"],
  spirits: ["front", "label", "back", "barcode", "place", "scale"], // neck and tax stamp
  tobacco: ["front", "label", "barcode", "back", "place", "scale"], // tax stamp
  household: ["front", "label", "barcode", "back", "place", "scale"],
};

// What the camera says of a view, by the key of a sentence: of the label it depends on the goods.
export const whyOf = (view, category) => (view === "label" && category in ORDERS ? `why-label-${category}` : `why-${view}`);

export const viewsOf = (category) => ORDERS[category] ?? USUAL;

const CARTON = "M28 8h44v84H28z";

// Outlines in a square of 100 to lay the article on.
export const OUTLINES = {
  front: [CARTON],
  back: [CARTON, "M36 58h28M36 66h28M36 74h28M36 82h18"],
  label: ["M12 32h76v36H12z"],
  barcode: ["M16 30h68v40H16z", "M24 38v24M30 38v24M38 38v24M42 38v24M50 38v24M58 38v24M62 38v24M70 38v24M76 38v24"],
  place: ["M50 24a26 26 0 1 0 .01 0z", "M50 12v12M50 76v12M12 50h12M76 50h12"],
  scale: ["M18 8h40v84H18z", "M68 8h16v84H68z", "M68 22h7M68 36h7M68 50h7M68 64h7M68 78h7"],
};
