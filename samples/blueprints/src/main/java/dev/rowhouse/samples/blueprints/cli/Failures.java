package dev.rowhouse.samples.blueprints.cli;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.repository.InvalidCursorException;
import dev.rowhouse.samples.blueprints.config.UnusableDatabaseException;
import dev.rowhouse.samples.blueprints.documents.InvalidInputException;
import dev.rowhouse.samples.blueprints.documents.RefusedException;
import jakarta.persistence.PersistenceException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong, in a message that says what to do, and in an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    static final int REFUSED = 1;
    static final int INVALID_INPUT = 2;
    static final int UNUSABLE_DATABASE = 3;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        PrintWriter err = command.getErr();
        err.println(failure.getMessage());
        if (failure instanceof InvalidInputException || failure instanceof InvalidCursorException) {
            return INVALID_INPUT;
        }
        if (failure instanceof UnusableDatabaseException) {
            return UNUSABLE_DATABASE;
        }
        if (failure instanceof RefusedException
                || failure instanceof RowhouseException
                || failure instanceof PersistenceException) {
            return REFUSED;
        }
        throw failure;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(failure.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.println("Help: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return INVALID_INPUT;
    }
}
