"""`python -m benchmarks [NAME...]`: run every bench_*.py, or those named, and print a table of each."""

import importlib
import sys
from pathlib import Path

from benchmarks import Row


def main() -> int:
    found = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    wanted = sys.argv[1:]
    unknown = [name for name in wanted if f"bench_{name}" not in found]
    if unknown:
        sys.stderr.write(f"There is no benchmark named {unknown[0]}. There are: {', '.join(n[6:] for n in found)}\n")
        return 2
    for name in found:
        if not wanted or name[6:] in wanted:
            module = importlib.import_module(f"benchmarks.{name}")
            print(f"\n{(module.__doc__ or name).splitlines()[0]}")
            for row in module.measure():
                show(row)
    return 0


def show(row: Row) -> None:
    print(f"  {row.what:<44} {row.value:>10,.2f} {row.unit:<8} {row.note}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
