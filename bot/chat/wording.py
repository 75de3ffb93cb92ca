"""What forms say; the cards' words, the buttons' labels and the short sentences are in `bot.render`."""

NUMBER_FIELD = "Your answer, a number"
TERM_FIELD = "Your answer, a word or two"
SPOKEN_FIELD = "Your answer, as you would say it"
SPOKEN_HINT = "In your own words; how long it is does not count"
SPOKEN_PLACEHOLDER = "First I would …"
MARK_TITLE = "Did you say it?"
MARK_FIELD = "What I was not sure about"
MARK_HINT = "Choose the points that you made; none if you made none"
MADE_TITLE = "Which points does it make?"
MADE_FIELD = "Points that the answer makes"
MADE_HINT = "What I heard is chosen already; the score becomes what you say"
MARK_PLACEHOLDER = "Choose what you said"
PEER_TITLE = "Did they say it?"
PEER_HINT = "Tick what was said; what you leave counts as not said"
TICK_HINT = "Tick what you said; what you leave counts as not said"
ROW_FIELD = "Row"
ROW_HINT = "Choose its option"
QUESTION = "Question"
WRONG_FIELD = "What is wrong?"
VOID_FIELD = "What is wrong? Everybody will read it"
WRONG_HINT = "The answer, the wording, a formula, a button …"

ZONE_FIELD = "Time zone"
ZONE_HINT = "Continent/City, such as Europe/Berlin, or UTC"
LEVEL_FIELD = "Level"
LEVEL_HINT = "What is asked first"
ANY_LEVEL = "All levels"
TRACK_FIELD = "Tracks"
TRACK_HINT = "Frameworks and clouds you use; no other one is asked"
NO_TRACKS = "None"
EXTRA_FIELD = "Time in quizzes"
EXTRA_HINT = "Nobody is told: all see one deadline. Holds from the next quiz you join"

SET_UP = "Set up"

FORM_TITLE = "Add a question"
EDIT_TITLE = "Edit a question"
LINES_FIELD = "Question and answers"
LINES_PLACEHOLDER = "Which mean is F1?\n+ harmonic\n- plain :: it forgives a weak side\n? it stays near the smaller"
TOPIC_FIELD = "Topic"
TOPIC_HINT = "Its name or id, such as stats.evaluation.confusion"
FILE_FIELD = "Or a file"
FILE_HINT = "CSV or YAML, at most 1 MiB and 200 questions; the text above is then left aside"
NOTHING_WRITTEN = "There is nothing to check yet: write the question in lines, or attach a CSV or YAML file."
TOO_LONG = "This question is longer than the form can hold. Change it in a YAML file and use `/bank add`."
WRONG_KIND = "I read questions from CSV and YAML files (.csv, .yaml, .yml) only."

RUN_TITLE = "Run Python"
ANSWER_TITLE = "Your answer"
CODE_FIELDS = {
    "python": "Python",
    "sql": "SQL",
    "dockerfile": "Dockerfile",
    "yaml": "YAML",
    "git": "Git commands, one a line",
}
CODE_HINT = "Curly quotes and long dashes from a phone are mended"
CODE_TOO_LONG = "Your last text is too long for this form: attach it as a file"
CODE_FILE_FIELD = "Or a file"
CODE_FILE_HINT = "At most 256 KiB; the text above is then left aside"
WRONG_RUN_FIELD = "What is wrong with this run?"

SECONDS_FIELD = "Seconds for each question"
SECONDS_HINT = "10 to 300"
SECONDS_WANTED = "Write the seconds as a number, such as 45."
PACE_FIELD = "The next question comes"
PACES = {"host": "when I press Next", "auto": "by itself"}
NUMBERS_FIELD = "Numbers and order of options"
NUMBERS = {"same": "the same for all", "own": "each their own"}
TEAMS_FIELD = "Teams"
NO_TEAMS = "none"
TEAMS = "{} teams"
WINDOW_FIELD = "When it is played"
WINDOWS = {0: "all together, now", 1: "when it suits each, 1 day", 3: "when it suits each, 3 days"}

PLAN_NAME_FIELD = "Name"
WHEN_FIELD = "When"
WHEN_HINT = "By this server's clock. Empty: it is started by hand"
WHEN_PLACEHOLDER = "tue 18:00 weekly, tomorrow 9:30, 2026-12-01 18:00"

ROUND_FIELD = "Round"
LOOP_ROUND = "the next round of my loop"
SEED_FIELD = "Number"
SEED_HINT = "To be asked the same as somebody else; empty for another choice of questions"
INTERVIEW_HINT = "As you would speak; sending it ends the answer"
ASK_FIELD = "What do you want to know?"
ASK_PLACEHOLDER = "How many requests a second?"
