package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.checkers.models.CasRegister;
import dev.ordeal.checkers.models.FencedLock;
import dev.ordeal.checkers.models.Mutex;
import dev.ordeal.checkers.models.OwnerAwareMutex;
import dev.ordeal.checkers.models.Register;
import java.util.List;

/** Every model that there is, with its words. */
public final class Subjects {

  private Subjects() {}

  /** All subjects. */
  public static List<Subject<?>> all() {
    return List.of(
        new Subject<>(new Register(), new RegisterWords(0)),
        new Subject<>(new CasRegister(), new RegisterWords(5)),
        new Subject<>(new Mutex(), new TurnWords<>((isHeld, process) -> isHeld)),
        new Subject<>(new OwnerAwareMutex(), new TurnWords<>(Integer::equals)),
        new Subject<>(new FencedLock(), new FencedWords()));
  }
}
