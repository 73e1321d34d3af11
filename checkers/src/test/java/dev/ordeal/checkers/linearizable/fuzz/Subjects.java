package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.models.AppendLog;
import dev.ordeal.checkers.models.CasRegister;
import dev.ordeal.checkers.models.Chain;
import dev.ordeal.checkers.models.Counter;
import dev.ordeal.checkers.models.ElementSet;
import dev.ordeal.checkers.models.FencedLock;
import dev.ordeal.checkers.models.FifoQueue;
import dev.ordeal.checkers.models.GrowOnlySet;
import dev.ordeal.checkers.models.HashTrieSet;
import dev.ordeal.checkers.models.KeyValueStore;
import dev.ordeal.checkers.models.Mutex;
import dev.ordeal.checkers.models.OwnerAwareMutex;
import dev.ordeal.checkers.models.PriorityQueue;
import dev.ordeal.checkers.models.Register;
import dev.ordeal.checkers.models.RegisterStore;
import dev.ordeal.checkers.models.Semaphore;
import dev.ordeal.checkers.models.Stack;
import dev.ordeal.checkers.models.UniqueIds;
import java.util.List;

/** Every model that there is, with its words. */
public final class Subjects {

  private Subjects() {}

  /** All subjects. */
  public static List<Subject<?>> all() {
    return List.of(
        new Subject<>(new Register(), new RegisterWords(0)),
        new Subject<>(new CasRegister(), new RegisterWords(5)),
        new Subject<>(CasRegister.ofKnossos(null), new RegisterWords(4)),
        new Subject<>(new RegisterStore(), new StoreWords()),
        new Subject<>(new KeyValueStore(), new TextWords()),
        new Subject<>(new Mutex(), new TurnWords<>((isHeld, process) -> isHeld)),
        new Subject<>(new OwnerAwareMutex(), new TurnWords<>(Integer::equals)),
        new Subject<>(new FencedLock(), new FencedWords()),
        semaphore(1),
        semaphore(2),
        semaphore(3),
        collection(new FifoQueue(), "enqueue", "dequeue"),
        collection(new Stack(), "push", "pop"),
        collection(new PriorityQueue(), "insert", "poll"),
        new Subject<>(new ElementSet(), new SetWords()),
        new Subject<>(new Counter(), new CounterWords()),
        new Subject<>(new UniqueIds(), new IdWords()),
        new Subject<>(new AppendLog(), new GrowingWords<>("append", true, Chain::inOrder)),
        new Subject<>(new GrowOnlySet(), new GrowingWords<>("add", false, HashTrieSet::toList)));
  }

  private static Subject<Integer> semaphore(int permits) {
    return new Subject<>(
        new Semaphore(permits), new TurnWords<>((taken, process) -> taken > process % permits));
  }

  private static <S> Subject<S> collection(Model<S> model, String put, String take) {
    return new Subject<>(model, new CollectionWords<>(model, put, take));
  }
}
