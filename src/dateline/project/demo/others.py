"""The demo's other blogs, all invented: a flood told in Arabic, a vote to come, a bridge that reopened."""

from dataclasses import dataclass

from dateline.project.demo.staff import ADA, RUI, YUSRA
from dateline.project.demo.telling import RawBlock, Telling, fact_box, listed, quote, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """A small blog of the demo; ``starts_in_hours`` makes it an upcoming one."""

    slug: str
    headline: str
    standfirst: str
    zone: str
    language: str = "en"
    ended: bool = False
    starts_in_hours: int = 0
    posts: tuple[Telling, ...] = ()


GAUGE: RawBlock = {
    "type": "exhibit",
    "title": "منسوب النهر عند الجسر القديم",
    "rows": [
        {"label": "قبل ست ساعات", "value": 3.1},
        {"label": "قبل ثلاث ساعات", "value": 3.9},
        {"label": "الآن", "value": 3.6},
    ],
    "unit": "م",
    "source": "مقياس البلدية (من نسج الخيال)",
    "as_of": "آخر قراءة",
    "method": "قراءة واحدة كل ثلاث ساعات. الأرقام مخترعة للعرض.",
}

FLOOD = Tale(
    slug="flood-in-wadi-nour",
    headline="فيضان النهر في وادي نور",
    standfirst="صفحة تجريبية. المدينة والناس والأرقام من نسج الخيال، وهي هنا لعرض صفحة تُكتب من اليمين إلى اليسار.",
    zone="Asia/Amman",
    language="ar",
    posts=(
        Telling(
            minutes_ago=534,
            title="النهر يخرج عن مجراه",
            by=(YUSRA,),
            key=True,
            tags=("النهر",),
            blocks=(text("خرج النهر عن مجراه قرب السوق. أغلقت البلدية الشارع القريب من الماء."),),
        ),
        Telling(
            minutes_ago=431,
            title="المدرسة تستقبل العائلات",
            by=(YUSRA,),
            tags=("المأوى",),
            blocks=(
                text("فتحت المدرسة الثانوية أبوابها للعائلات التي تركت بيوتها."),
                quote("عندنا مكان للجميع.", speaker="مديرة المدرسة", source="في حديث مع مراسلتنا"),
            ),
        ),
        Telling(
            minutes_ago=264,
            title="ما يجب أن تعرفه",
            by=(YUSRA,),
            summary=True,
            blocks=(
                listed(
                    "الشارع القريب من السوق مغلق.",
                    "المدرسة الثانوية مفتوحة للعائلات.",
                    "بدأ منسوب الماء ينخفض ببطء.",
                ),
            ),
        ),
        Telling(
            minutes_ago=96,
            title="الماء ينخفض ببطء",
            by=(YUSRA,),
            key=True,
            tags=("النهر",),
            blocks=(text("انخفض منسوب الماء ثلاثين سنتيمتراً في ثلاث ساعات."), GAUGE),
        ),
        Telling(
            minutes_ago=24,
            title="نصائح للسكان",
            by=(YUSRA,),
            tags=("المأوى",),
            blocks=(
                fact_box(
                    "قبل أن تعود إلى بيتك",
                    "لا تلمس الأسلاك المبللة. لا تشرب من الآبار. انتظر إشارة البلدية.",
                ),
            ),
        ),
    ),
)

VOTE = Tale(
    slug="port-merrow-votes",
    headline="Port Merrow votes on its harbour",
    standfirst="An invented town asks its people whether the old harbour should become a park. We count with them.",
    zone="Europe/Lisbon",
    starts_in_hours=20,
)

BRIDGE = Tale(
    slug="the-aurel-bridge-reopens",
    headline="The Aurel bridge reopens after nine years",
    standfirst="An invented bridge over an invented river: a short live page that has ended.",
    zone="Europe/Vienna",
    ended=True,
    posts=(
        Telling(
            minutes_ago=1702,
            title="The barriers are still down",
            by=(RUI,),
            blocks=(text("A few hundred people wait on both banks. The engineers walk the deck one last time."),),
        ),
        Telling(
            minutes_ago=1661,
            title="Open",
            by=(RUI,),
            key=True,
            blocks=(
                text("The barriers go up. The first to cross is a boy on a scooter."),
                quote("I was born when it closed.", speaker="The boy on the scooter", source="To our reporter"),
            ),
        ),
        Telling(
            minutes_ago=1615,
            title="Two minutes, not twenty",
            by=(RUI, ADA),
            blocks=(
                text("That is what the crossing takes on foot. The way round by the weir took twenty."),
                {
                    "type": "exhibit",
                    "title": "From bank to bank, on foot",
                    "rows": [{"label": "By the weir", "value": 20}, {"label": "Over the bridge", "value": 2}],
                    "unit": "min",
                    "source": "Our reporter’s watch",
                    "as_of": "today",
                    "method": "One walk each way, at an easy pace. Invented, like the bridge.",
                },
            ),
        ),
        Telling(
            minutes_ago=1571,
            title="That was the reopening",
            by=(ADA,),
            summary=True,
            blocks=(
                listed(
                    "The bridge is open to people on foot and on bicycles.",
                    "Cars follow in spring.",
                    "The ferry keeps running until then.",
                ),
            ),
        ),
    ),
)
