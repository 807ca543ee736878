import { describe, expect, it } from 'vitest';
import { mendSource } from './mend.ts';

const SOURCE = `package main

import (
	"log"
	str "strings"
)

func main() {
	x := 1
	mux.HandleFunc("/", wrap(a.health))
	os.Exit(0)
}
`;

const mend = (...errors: string[]) => mendSource(SOURCE, `# notes\n${errors.join('\n')}\n`)?.source ?? null;

describe('what the compiler refuses', () => {
  it('is mended when an import is idle or missing', () => {
    expect(mend('./main.go:5:2: "strings" imported as str and not used')).toContain('\t_ "strings"\n');
    expect(mend('./main.go:11:2: undefined: os')).toContain('package main; import "os"\n');
  });

  it('is mended when a variable is idle', () => {
    expect(mend('./main.go:9:2: declared and not used: x')).toContain('\tx := 1; _ = x\n');
  });

  it('is mended when a handler and a function are taken for each other', () => {
    const asHandler =
      './main.go:10:27: cannot use a.health (value of type func(w http.ResponseWriter, _ *http.Request)) as http.Handler value in argument to wrap: method ServeHTTP is missing';
    const asFunction =
      './main.go:10:22: cannot use wrap(a.health) (value of interface type http.Handler) as func(http.ResponseWriter, *http.Request) value in argument to mux.HandleFunc';
    expect(mend(asHandler)).toContain('wrap(http.HandlerFunc(a.health))');
    expect(mend(asFunction)).toContain('mux.HandleFunc("/", wrap(a.health).ServeHTTP)');
  });

  it('is left alone when it is anything else', () => {
    expect(mend('./main.go:9:2: undefined: frobnicate')).toBeNull();
    expect(mend('main.go:9:2: syntax error: unexpected newline')).toBeNull();
  });
});
