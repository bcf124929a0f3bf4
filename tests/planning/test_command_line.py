"""The command: exit codes, the plan file, the one line of an error, the reason as JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.planning.test_examples import EXAMPLES

ROOT = Path(__file__).parents[2]


def planner(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "schedules.planning", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_proven_plan_is_written_and_leaves_with_0(tmp_path):
    done = planner(EXAMPLES / "2-floors-and-skills.problem.json", tmp_path / "plan.json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    written = json.loads((tmp_path / "plan.json").read_text("utf-8"))
    proven = json.loads((EXAMPLES / "2-floors-and-skills.plan.json").read_text("utf-8"))
    assert written["home"] == proven["home"]


def test_work_that_runs_out_leaves_with_3_and_a_lawful_plan(tmp_path):
    source = json.loads((EXAMPLES / "5-everything.problem.json").read_text("utf-8"))
    source["limit"] = {"iterations": 3, "nodes": 0}
    (tmp_path / "problem.json").write_text(json.dumps(source), "utf-8")
    done = planner(tmp_path / "problem.json", tmp_path / "plan.json")
    assert done.returncode == 3
    assert json.loads((tmp_path / "plan.json").read_text("utf-8"))["status"] == "stopped"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("{", "berkas: "),
        ('{"format": "x"}', "format: x"),
        ('{"format": "bekasi-wfh/problem/1", "period": "p\\n", "mode": "m\\nn"}', "mode: "),
    ],
)
def test_a_malformed_problem_leaves_with_2_and_one_line(tmp_path, text, start):
    (tmp_path / "problem.json").write_text(text, "utf-8")
    done = planner(tmp_path / "problem.json", tmp_path / "plan.json")
    assert done.returncode == 2
    assert done.stderr.startswith(start)
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "plan.json").exists()


def test_a_missing_file_leaves_with_2(tmp_path):
    done = planner(tmp_path / "none.json", tmp_path / "plan.json")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def three_of(name):
    """An example and two copies of it beside it, as a dict."""
    source = json.loads((EXAMPLES / f"{name}.problem.json").read_text("utf-8"))
    whole = dict(source)
    for prefix in ("x-", "y-"):
        for unit in source["units"]:
            parent = unit["parent"] and prefix + unit["parent"]
            whole["units"] = [*whole["units"], unit | {"id": prefix + unit["id"], "parent": parent}]
        for one in source["people"]:
            named = {"id": prefix + one["id"], "unit": prefix + one["unit"]}
            whole["people"] = [*whole["people"], one | named]
        for kind in ("floors", "ceilings"):
            for rule in source.get(kind, ()):
                about = {"id": prefix + rule["id"]}
                if "unit" in rule:
                    about["unit"] = prefix + rule["unit"]
                else:
                    about["people"] = [prefix + one for one in rule["people"]]
                whole[kind] = [*whole[kind], rule | about]
        pairs = [[prefix + one, prefix + two] for one, two in source.get("apart", ())]
        whole["apart"] = [*whole.get("apart", ()), *pairs]
    return whole


def explain(person, day):
    return planner(
        "--explain",
        person,
        day,
        EXAMPLES / "1-three-people.problem.json",
        EXAMPLES / "1-three-people.plan.json",
    )


def test_the_reason_for_one_cell_is_json():
    done = explain("citra", "2027-01-12")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert (found["person"], found["day"], found["at_home"]) == ("citra", "2027-01-12", False)
    assert found["code"] == "absent"
    assert found["counterfactual"]["possible"] is False


def test_the_cost_of_the_other_value_is_part_of_the_reason():
    found = json.loads(explain("ani", "2027-01-15").stdout)
    assert found["at_home"] is True
    assert found["counterfactual"]["goal"] == "lot"
    assert found["counterfactual"]["worse"] > 0


@pytest.mark.parametrize(("person", "day"), [("dodi", "2027-01-12"), ("ani", "2027-02-01")])
def test_an_unknown_person_or_day_leaves_with_2(person, day):
    done = explain(person, day)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_a_reason_with_any_id_is_utf_8_whatever_the_terminal(tmp_path):
    text = (
        (EXAMPLES / "1-three-people.problem.json").read_text("utf-8").replace("ani", "\u00e9\u9f8d")
    )
    (tmp_path / "problem.json").write_text(text, "utf-8")
    paths = (tmp_path / "problem.json", tmp_path / "plan.json")
    assert planner(*paths, PYTHONIOENCODING="ascii").returncode == 0
    done = planner(
        "--explain",
        "\u00e9\u9f8d",
        "2027-01-15",
        *paths,
        PYTHONIOENCODING="ascii:strict",
        PYTHONUTF8="1",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["person"] == "\u00e9\u9f8d"


def test_neither_the_seed_of_hashes_nor_the_workers_change_a_byte_of_the_plan(tmp_path):
    """Example 5 three times over, under other names: several parts to share out."""
    written, problem = set(), tmp_path / "problem.json"
    problem.write_text(json.dumps(three_of("5-everything")), "utf-8")
    for seed, workers in (("1", 1), ("4242", 8)):
        path = tmp_path / f"{seed}.json"
        done = planner("--workers", workers, problem, path, PYTHONHASHSEED=seed)
        assert (done.returncode, done.stderr) == (0, "")
        written.add(path.read_bytes())
    assert len(written) == 1
