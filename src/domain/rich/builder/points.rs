//! Word writes its lists as paragraphs that say how deep they would stand.

use super::{Builder, DEEPEST, End, Kind, is_list};

impl Builder {
    /// A point of Word's: its list stays open for the next.
    pub(super) fn point(&mut self, level: usize) -> End {
        self.end_paragraph();
        if self.point_lists == 0 {
            self.points_from = self.frames.len();
        }
        while self.point_lists > level {
            self.point_lists -= 1;
            self.end_container();
        }
        while self.point_lists < level && self.depth() < DEEPEST {
            self.point_lists += 1;
            self.container(Kind::List { is_ordered: false });
        }
        match self.containers.last().is_some_and(is_list) {
            true => self.container(Kind::Item),
            false => End::Paragraph,
        }
    }

    pub(super) fn end_points(&mut self) {
        self.points_from = 0;
        while self.point_lists > 0 {
            self.point_lists -= 1;
            self.end_container();
        }
    }

    /// Word's bullet or number: `·`, `o`, `1.`, `a)`.
    pub(super) fn mark(&mut self, text: &str) {
        let lists = self.containers.iter_mut().rev();
        let list = lists.into_iter().find(|it| is_list(it)).filter(|it| it.items.is_empty());
        if let Some(list) = list
            && text.contains(['.', ')'])
        {
            list.kind = Kind::List { is_ordered: true };
        }
    }
}
